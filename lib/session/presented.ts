/**
 * What a request presents, not yet opened. Runs anywhere.
 * The one place where a request's shape matters; everything behind it sees only this.
 */

import { type CookieName, cookieNames, nameInHttp } from '@/lib/session/cookies'

export interface Presented {
  // feature: tokens
  /** Bearer, well-formed or not. */
  authorization: string | null
  // end
  cookies: Partial<Record<CookieName, string>>
}

interface CookieReader {
  get(name: string): { value: string } | undefined
}

export function presentedBy(headers: Pick<Headers, 'get'>, cookies: CookieReader): Presented {
  const found = Object.values(cookieNames).flatMap((name) => {
    const value = cookies.get(nameInHttp(name))?.value
    return value ? [[name, value] as const] : []
  })
  return {
    authorization: bearerIn(headers), // feature: tokens
    cookies: Object.fromEntries(found),
  }
}

// feature: tokens
/** The scheme, as a word of its own (RFC 9110, section 11.1): with a token, or with something that is none. */
const bearerScheme = /^bearer(?![\w!#$%&'*+.^`|~-])/i

/**
 * An Authorization header that is about us. Another scheme is for somebody in front of us: a browser adds the credentials of
 * HTTP Basic auth to every request for a protected staging site, also to one that another site has caused.
 * @returns null for another scheme, and for no header
 */
export function bearerIn(headers: Pick<Headers, 'get'>): string | null {
  const header = headers.get('authorization')
  return header !== null && bearerScheme.test(header) ? header : null
}
// end

/** Headers of requests whose Set-Cookie reaches no cookie jar. */
const thrownAway = [
  // Next fetches the page itself after an action's redirect(), and runs a forwarded action in another worker.
  'x-action-redirect',
  'x-action-forwarded',
  'next-router-prefetch',
  'next-router-segment-prefetch',
  'sec-purpose',
]

/** Whether Set-Cookie of the answer is kept. If not, a rotated refresh token is lost, and its owner taken for a thief. */
export function mayRenew(headers: Pick<Headers, 'has'>): boolean {
  return !thrownAway.some((name) => headers.has(name))
}
