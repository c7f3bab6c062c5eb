import 'server-only'
import { readAtMost } from '@/lib/server/read-at-most'

/** Bytes: a token of the longest kind, twice, and its parameters' names. */
const longestForm = 16_384

/**
 * The body of a request to an OAuth endpoint (RFC 6749, appendix B): a form, or nothing.
 * @returns null for another type, for more than fits, and for a parameter that comes twice (section 3.2)
 */
export async function readForm(request: Request): Promise<ReadonlyMap<string, string> | null> {
  const text = await readAtMost(request.body, longestForm)
  if (text === '') return new Map()
  if (text === null || !isForm(request.headers.get('content-type'))) return null

  const entries = [...new URLSearchParams(text)]
  const form = new Map(entries)
  return form.size === entries.length ? form : null
}

const isForm = (type: string | null) => /^application\/x-www-form-urlencoded *(;|$)/i.test(type ?? '')
