import 'server-only'
import type * as z from 'zod'
import { firstErrors } from '@/lib/server/first-errors'
import { jsonIn } from '@/lib/server/json-in'
import { problem } from '@/lib/server/problem'

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
