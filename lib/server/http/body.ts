import 'server-only'
import type * as z from 'zod'
import { problem } from '@/lib/server/http/problem'

/** Bytes: more than any handler accepts, even two of the longest tokens with their parameters, or a long note. */
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
 * @returns null for another type, for a body that is too long, and for a repeated parameter (section 3.2)
 */
export async function readForm({ headers, body }: Request): Promise<ReadonlyMap<string, string> | null> {
  return parseForm(headers, await readAtMost(body, longestBody))
}

/** The same for a body that has been read already. @param text null for a body that is too long */
export function parseForm(headers: Headers, text: string | null): ReadonlyMap<string, string> | null {
  if (text === '') return new Map()
  if (text === null || !isForm(headers.get('content-type'))) return null

  const entries = [...new URLSearchParams(text)]
  const form = new Map(entries)
  return form.size === entries.length ? form : null
}

const isForm = (type: string | null) => /^application\/x-www-form-urlencoded *(;|$)/i.test(type ?? '')

/** @returns null for text that is not JSON, which no schema of ours accepts */
export function jsonIn(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

/**
 * Parses a JSON body by the schema, or returns the refusal to answer with: 400 with one sentence per field, 413, or
 * 415. The content type is required: a browser sends JSON to another site only after a preflight (ASVS 3.5.2).
 * @param text null for a body that is too long
 */
export function parseJson<T>({ headers }: Request, text: string | null, schema: z.ZodType<T>): T | Response {
  if (!isJson(headers.get('content-type'))) return problem('unsupported_media_type')
  if (text === null) return problem('too_large')

  const parsed = schema.safeParse(jsonIn(text))
  return parsed.success ? parsed.data : problem('invalid', {}, firstErrors(parsed.error))
}

const isJson = (type: string | null) => /^application\/json *(;|$)/i.test(type ?? '')

/** One sentence per field, the first error, in the order of the form; `body` is the whole. */
export function firstErrors(error: z.ZodError): Record<string, string> {
  const sentences = new Map<string, string>()
  for (const { path, message } of error.issues) {
    const field = String(path[0] ?? 'body')
    if (!sentences.has(field)) sentences.set(field, message)
  }
  return Object.fromEntries(sentences)
}

/** Postgres stores every character but one: U+0000 in a text or JSON column is an error. */
export const isStorable = (text: string) => !text.includes('\0')
