/**
 * Our cookies: names and attributes, defined once. Deleting is the same cookie with age zero, so the two cannot
 * disagree.
 * Runs anywhere.
 */

import { defaultPort, env } from '@/lib/env'
import { CookieTooLargeError } from '@/lib/errors'

export const cookieNames = {
  sealed: '__Host-sealed', // model: sealed
  stored: '__Host-stored', // model: stored
  signed: '__Host-signed', // model: signed
  refresh: '__Host-refresh', // model: signed
} as const
export type CookieName = (typeof cookieNames)[keyof typeof cookieNames]

/** Not a credential, and so not in `cookieNames`: neither presented to a check nor deleted by a logout. lib/server/limits/device.ts says what it decides. */
export const deviceCookie = '__Host-device'

// feature: chinese
/** The language that a visitor chose: no credential, and no data of a session. A logout leaves it. */
export const languageCookie = '__Host-language'

// end
// feature: second-factor
/** A login that waits for the second factor: no credential, so no check reads it, and it opens no page. */
export const challengeCookie = '__Host-challenge'
/** What passkeys of this browser may sign: no credential, because it contains no signature. */
export const passkeyCookie = '__Host-passkey'

// end
/**
 * The name of a cookie in HTTP. Cookies are shared by all ports of a host (RFC 6265, section 8.5): in development, two
 * copies of the application on one machine would end each other's sessions, so there the port is part of the name.
 */
export function nameInHttp(name: IssuedCookie['name']): string {
  const { NODE_ENV, PORT } = env()
  return NODE_ENV === 'development' && PORT !== defaultPort ? `${name}-${PORT}` : name
}

/** Name and value together, in bytes. A browser silently drops a larger cookie (RFC 6265bis, section 5.6). */
export const cookieLimit = 4096

export interface IssuedCookie {
  name:
    | CookieName
    | typeof deviceCookie
    | typeof languageCookie // feature: chinese
    | typeof challengeCookie // feature: second-factor
    | typeof passkeyCookie // feature: second-factor
  value: string
  attributes: { httpOnly: true; secure: true; sameSite: 'lax'; path: '/'; maxAge?: number }
}

/** `__Host-` requires Secure, Path=/ and no Domain, so no subdomain can set such a cookie (ASVS 3.3.1 to 3.3.4). */
const attributes = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } as const

/**
 * @param until null for a cookie that the browser deletes when it is closed
 * @throws {CookieTooLargeError}
 */
export function issueCookie(
  name: IssuedCookie['name'],
  value: string,
  now: number,
  until: number | null,
): IssuedCookie {
  const bytes = name.length + value.length
  if (bytes > cookieLimit) throw new CookieTooLargeError(name, bytes, cookieLimit)

  const lifetime = until === null ? {} : { maxAge: Math.max(0, until - now) }
  return { name, value, attributes: { ...attributes, ...lifetime } }
}

/** The `until` of a cookie of this session. */
export const keptUntil = (session: { persistent: boolean; idleUntil: number }): number | null =>
  session.persistent ? session.idleUntil : null

/** What Next sets cookies with: `cookies()` in an action, `cookies` of a NextResponse in a route handler. */
interface CookieSetter {
  set: (name: string, value: string, attributes: IssuedCookie['attributes']) => unknown
}

/** The only place that sets a cookie, so that none misses the port in its name. */
export function putCookies(setter: CookieSetter, issued: readonly IssuedCookie[]): void {
  for (const { name, value, attributes } of issued) setter.set(nameInHttp(name), value, attributes)
}

export function deleteCookie(name: IssuedCookie['name']): IssuedCookie {
  return { name, value: '', attributes: { ...attributes, maxAge: 0 } }
}

/** Deletes every cookie of ours that is not being set: a browser has a session of one model at a time. */
export function deleteOthers(kept: readonly IssuedCookie[]): IssuedCookie[] {
  return Object.values(cookieNames)
    .filter((name) => !kept.some((cookie) => cookie.name === name))
    .map(deleteCookie)
}
