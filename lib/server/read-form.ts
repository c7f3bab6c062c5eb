import 'server-only'
import { longestBody, readAtMost } from '@/lib/server/read-at-most'

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
