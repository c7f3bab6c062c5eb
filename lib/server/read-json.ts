import 'server-only'
import type * as z from 'zod'
import { firstErrors } from '@/lib/server/first-errors'
import { problem } from '@/lib/server/problem'
import { readAtMost } from '@/lib/server/read-at-most'

/** Bytes. */
const longestBody = 16_384

/**
 * A JSON body that fits the schema, or the refusal to answer with: 400 with a sentence per field, 413, or 415. The type is
 * insisted on: what a browser sends to another site without asking first is never called JSON (ASVS 3.5.2).
 */
export async function readJson<T>(request: Request, schema: z.ZodType<T>): Promise<T | Response> {
  if (!isJson(request.headers.get('content-type'))) return problem('unsupported_media_type')

  const text = await readAtMost(request.body, longestBody)
  if (text === null) return problem('too_large')

  const parsed = schema.safeParse(parse(text))
  return parsed.success ? parsed.data : problem('invalid', {}, firstErrors(parsed.error))
}

const isJson = (type: string | null) => /^application\/json *(;|$)/i.test(type ?? '')

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
