/** One question over the network, and how long the round trip took. */

export interface Reply {
  status: number
  headers: Headers
  /** Of JSON; otherwise null. */
  body: unknown
  milliseconds: number
}

/** Milliseconds. */
const patience = 10_000

/** @returns null when nothing came back, whatever the reason: a page is not told whether it was the network or CORS */
export async function ask(address: string, init: RequestInit): Promise<Reply | null> {
  const start = performance.now()
  try {
    const signal = AbortSignal.timeout(patience)
    const response = await fetch(address, { cache: 'no-store', redirect: 'error', signal, ...init })
    const body = toJson(await response.text())
    return { status: response.status, headers: response.headers, body, milliseconds: performance.now() - start }
  } catch {
    return null
  }
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A field of an answer that is `unknown` until it was looked at. @returns undefined where there is none */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined

  return Reflect.get(value, name)
}

export function textOf(value: unknown, name: string): string | null {
  const field = fieldOf(value, name)
  return typeof field === 'string' ? field : null
}

export function numberOf(value: unknown, name: string): number | null {
  const field = fieldOf(value, name)
  return typeof field === 'number' && Number.isFinite(field) ? field : null
}

/** What became of an act, for the eye and for a screen reader. */
export interface Word {
  text: string
  isAlert?: boolean
  /** Whether nothing goes on without a new login. */
  mustLogIn?: boolean
  /** Whether another account is logged in now than the one that the page was rendered for. */
  isOfAnother?: boolean
}

/** Why one of our own endpoints did not do what it was asked for. */
export function whyNot(reply: Reply | null): Word {
  if (!reply) return { text: 'No answer came back: the network is away, or we are. Try again.', isAlert: true }

  const { status } = reply
  if (status === 401) return { text: 'This session has ended.', isAlert: true, mustLogIn: true }
  if (status === 429) return { text: `Too many at once. Try again ${later(reply)}.`, isAlert: true }
  if (status === 503) return { text: `A store did not answer. Try again ${later(reply)}.`, isAlert: true }
  return { text: `The answer was ${status}, which nobody expected here.`, isAlert: true }
}

/** `Retry-After` in seconds, the one form of it that we send. */
export function later({ headers }: Reply): string {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  if (!Number.isInteger(seconds)) return 'in a moment'

  return seconds === 1 ? 'in a second' : `in ${seconds} seconds`
}
