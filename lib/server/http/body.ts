import 'server-only'
import type * as z from 'zod'
import { problem } from '@/lib/server/http/problem'

/** Bytes: more than any address takes. A token of the longest kind, twice, and its parameters' names; or a long note. */
export const longestBody = 16_384

/** @returns the text of a body, or null when it has more bytes than this: the rest is never read */
export async function readAtMost(body: ReadableStream<Uint8Array> | null, bytes: number): Promise<string | null> {
  if (!body) return ''

  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.byteLength
    if (length > bytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * The body of a request to an OAuth endpoint (RFC 6749, appendix B): a form, or nothing.
 * @returns null for another type, for more than fits, and for a parameter that comes twice (section 3.2)
 */
export async function readForm({ headers, body }: Request): Promise<ReadonlyMap<string, string> | null> {
  return parseForm(headers, await readAtMost(body, longestBody))
}

/** The same of a body that has arrived. @param text null for more than fits */
export function parseForm(headers: Headers, text: string | null): ReadonlyMap<string, string> | null {
  if (text === '') return new Map()
  if (text === null || !isForm(headers.get('content-type'))) return null

  const entries = [...new URLSearchParams(text)]
  const form = new Map(entries)
  return form.size === entries.length ? form : null
}

const isForm = (type: string | null) => /^application\/x-www-form-urlencoded *(;|$)/i.test(type ?? '')

/** @returns null for what is no JSON, which no schema of ours takes */
export function jsonIn(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

/**
 * A JSON body that fits the schema, or the refusal to answer with: 400 with a sentence per field, 413, or 415. The type is
 * insisted on: what a browser sends to another site without asking first is never called JSON (ASVS 3.5.2).
 * @param text null for more than fits
 */
export function parseJson<T>({ headers }: Request, text: string | null, schema: z.ZodType<T>): T | Response {
  if (!isJson(headers.get('content-type'))) return problem('unsupported_media_type')
  if (text === null) return problem('too_large')

  const parsed = schema.safeParse(jsonIn(text))
  return parsed.success ? parsed.data : problem('invalid', {}, firstErrors(parsed.error))
}

const isJson = (type: string | null) => /^application\/json *(;|$)/i.test(type ?? '')

/** One sentence per field, the first that went wrong, in the order of the form; `body` is the whole. */
export function firstErrors(error: z.ZodError): Record<string, string> {
  const sentences = new Map<string, string>()
  for (const { path, message } of error.issues) {
    const field = String(path[0] ?? 'body')
    if (!sentences.has(field)) sentences.set(field, message)
  }
  return Object.fromEntries(sentences)
}

/** Postgres keeps every character but one: U+0000 in a text or JSON column is an error, not a value. */
export const isStorable = (text: string) => !text.includes('\0')
