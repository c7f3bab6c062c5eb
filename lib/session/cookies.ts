/**
 * Our cookies: names and attributes, once. Deleting is the same cookie with age zero, so the two cannot disagree.
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

/** No credential, and so not among them: neither presented to a check nor deleted by a logout. For rate limits alone. */
export const deviceCookie = '__Host-device'

/**
 * The name of a cookie in HTTP. Cookies know no port (RFC 6265, section 8.5): in development, two copies of the application on one machine
 * would end each other's sessions, so the port is part of the name there.
 */
export function nameInHttp(name: IssuedCookie['name']): string {
  const { NODE_ENV, PORT } = env()
  return NODE_ENV === 'development' && PORT !== defaultPort ? `${name}-${PORT}` : name
}

/** Name and value together, in bytes. What is larger, a browser drops without a word (RFC 6265bis, section 5.6). */
export const cookieLimit = 4096

export interface IssuedCookie {
  name: CookieName | typeof deviceCookie
  value: string
  attributes: { httpOnly: true; secure: true; sameSite: 'lax'; path: '/'; maxAge: number }
}

/** `__Host-` promises Secure, Path=/ and no Domain: no subdomain can plant one (ASVS 3.3.1 to 3.3.4). */
const attributes = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } as const

/** @throws {CookieTooLargeError} */
export function issueCookie(name: IssuedCookie['name'], value: string, now: number, until: number): IssuedCookie {
  const bytes = name.length + value.length
  if (bytes > cookieLimit) throw new CookieTooLargeError(name, bytes, cookieLimit)

  return { name, value, attributes: { ...attributes, maxAge: Math.max(0, until - now) } }
}

export function deleteCookie(name: CookieName): IssuedCookie {
  return { name, value: '', attributes: { ...attributes, maxAge: 0 } }
}

/** Every cookie of ours that is not among those being set: one model at a time. */
export function deleteOthers(kept: readonly IssuedCookie[]): IssuedCookie[] {
  return Object.values(cookieNames)
    .filter((name) => !kept.some((cookie) => cookie.name === name))
    .map(deleteCookie)
}
