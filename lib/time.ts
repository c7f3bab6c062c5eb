/** Every duration and every instant in this project is a number of seconds. */
export const seconds = (n: number) => n
export const minutes = (n: number) => n * 60
export const hours = (n: number) => minutes(n * 60)
export const days = (n: number) => hours(n * 24)

/** Whole seconds since 1970, as in a JWT's NumericDate (RFC 7519, section 2). */
export const nowInSeconds = () => Math.floor(Date.now() / 1000)

/** Rounded down, so that no deadline is later in the database than in the cookie. */
export const toSeconds = (date: Date) => Math.floor(date.getTime() / 1000)
export const toDate = (instant: number) => new Date(instant * 1000)
export const toIso = (instant: number) => toDate(instant).toISOString()

/**
 * A signal that aborts after `limit`, and `end`, which stops its timer. The timer of `AbortSignal.timeout` runs on after
 * the work is done, and keeps everything that belongs to the request in memory (AsyncLocalStorage).
 */
export function timeLimit(limit: number): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController()
  const expire = () => controller.abort(new DOMException('The time is up', 'TimeoutError'))
  const timer = setTimeout(expire, limit * 1000)
  return { signal: controller.signal, end: () => clearTimeout(timer) }
}
