/**
 * What a request presents: its Authorization header and our cookies, not yet opened. Runs anywhere.
 * The one place where a request's shape matters; everything behind it sees only this.
 */

import { type CookieName, cookieNames } from '@/lib/session/cookies'

export interface Presented {
  authorization: string | null
  cookies: Partial<Record<CookieName, string>>
}

interface CookieReader {
  get(name: string): { value: string } | undefined
}

export function presentedBy(headers: Pick<Headers, 'get'>, cookies: CookieReader): Presented {
  const found = Object.values(cookieNames).flatMap((name) => {
    const value = cookies.get(name)?.value
    return value ? [[name, value] as const] : []
  })
  return { authorization: headers.get('authorization'), cookies: Object.fromEntries(found) }
}

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
