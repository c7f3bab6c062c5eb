/**
 * A store did not answer in time, or gave an invalid answer. It says nothing about the visitor: the code that catches
 * it keeps the cookies and answers "try again".
 */
export class UnavailableError extends Error {
  readonly code = 'unavailable'
  /** React keeps `digest` when an error crosses from the server to an error boundary. */
  readonly digest = 'unavailable'
  readonly store: 'redis' | 'postgres'
  /** What the operator has to change, where waiting does not help. Null for an outage. */
  readonly advice: string | null

  constructor(store: 'redis' | 'postgres', cause: unknown, advice: string | null = null) {
    super(`${store} is ${advice === null ? 'unavailable' : 'misconfigured'}`, { cause })
    this.name = 'UnavailableError'
    this.store = store
    this.advice = advice
  }
}

/** Works across bundles: a bundler may include this class several times, and `instanceof` knows only one copy. */
export function isUnavailable(error: unknown): error is UnavailableError {
  return error instanceof Error && error.name === 'UnavailableError' && 'code' in error && error.code === 'unavailable'
}

/** Seconds, for the Retry-After of an answer 503. Most outages of a store are a restart. */
export const retryAfter = '5'

/** The session data exceeds a cookie. Thrown before the browser would silently drop it (RFC 6265bis, section 5.6). */
export class CookieTooLargeError extends Error {
  readonly code = 'cookie_too_large'
  readonly bytes: number

  constructor(cookie: string, bytes: number, limit: number) {
    super(`${cookie} would be ${bytes} bytes, a browser stores at most ${limit}`)
    this.name = 'CookieTooLargeError'
    this.bytes = bytes
  }
}
