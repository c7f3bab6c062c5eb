/**
 * The credentials that a request presents, not yet opened. Runs anywhere.
 * Only this file reads them from a request.
 */

import { type CookieName, cookieNames, nameInHttp } from '@/lib/session/cookies'

export interface Presented {
  // feature: tokens
  /** The header with the Bearer scheme, well-formed or not. */
  authorization: string | null
  // end
  cookies: Partial<Record<CookieName, string>>
}

interface CookieReader {
  get(name: string): { value: string } | undefined
}

export function presentedBy(headers: Pick<Headers, 'get'>, cookies: CookieReader): Presented {
  const found: Presented['cookies'] = {}
  for (const name of Object.values(cookieNames)) {
    const value = cookies.get(nameInHttp(name))?.value
    if (value) found[name] = value
  }
  return {
    authorization: bearerIn(headers), // feature: tokens
    cookies: found,
  }
}

// feature: tokens
/** The scheme as a whole word (RFC 9110, section 11.1), whether or not a valid token follows. */
const bearerScheme = /^bearer(?![\w!#$%&'*+.^`|~-])/i

/**
 * Reads an Authorization header with the scheme Bearer. Another scheme is for a proxy in front of us: a browser adds
 * the credentials of HTTP Basic auth to every request for a protected staging site, also to one that another site has
 * caused.
 * @returns null for another scheme, and for no header
 */
export function bearerIn(headers: Pick<Headers, 'get'>): string | null {
  const header = headers.get('authorization')
  return header !== null && bearerScheme.test(header) ? header : null
}
// end

/** Headers of requests whose Set-Cookie the browser does not store. */
const thrownAway = [
  // Next fetches the page itself after an action's redirect(), and runs a forwarded action in another worker.
  'x-action-redirect',
  'x-action-forwarded',
  'next-router-prefetch',
  'next-router-segment-prefetch',
  'sec-purpose',
]

/**
 * Whether the browser stores the Set-Cookie of the answer. If not, a rotated refresh token would be lost, and the old
 * one would look like a replay.
 */
export function mayRenew(headers: Pick<Headers, 'has'>): boolean {
  return !thrownAway.some((name) => headers.has(name))
}
