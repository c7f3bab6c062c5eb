/** One request, and the time of its round trip. */

export interface Reply {
  status: number
  headers: Headers
  /** Parsed JSON, or null. */
  body: unknown
  milliseconds: number
}

/** Milliseconds until a request is aborted. */
const patience = 10_000

/** @returns null without an answer: `fetch` does not tell a page whether the network or CORS is the reason */
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

/** A field of a parsed answer. @returns undefined if there is none */
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

/** The result of an act, as text. */
export interface Word {
  text: string
  isAlert?: boolean
  /** Whether the user must log in again first. */
  mustLogIn?: boolean
  /** Whether another account is logged in now than when the page was rendered. */
  isOfAnother?: boolean
}

/** Why one of our own endpoints refused or failed. */
export function whyNot(reply: Reply | null): Word {
  if (!reply)
    return { text: 'There was no answer: the network or this service is unavailable. Try again.', isAlert: true }

  const { status } = reply
  if (status === 401) return { text: 'This session has ended.', isAlert: true, mustLogIn: true }
  if (status === 429) return { text: `Too many requests. Try again ${later(reply)}.`, isAlert: true }
  if (status === 503)
    return { text: `The service is temporarily unavailable. Try again ${later(reply)}.`, isAlert: true }
  return { text: `The answer was ${status}, which is not expected here.`, isAlert: true }
}

/** `Retry-After` in seconds: we send no other form of it. */
export function later({ headers }: Reply): string {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  if (!Number.isInteger(seconds)) return 'in a moment'

  return seconds === 1 ? 'in a second' : `in ${seconds} seconds`
}
