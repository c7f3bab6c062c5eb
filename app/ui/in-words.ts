import type { Amr, Method } from '@/lib/session/assurance'

/** "1 write", "2 writes" */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/**
 * A formatter, made when it is first used: the first one of a page takes Chromium 15 to 30 ms, and every page that has a
 * form loads this file.
 */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

const conjunction = once(() => new Intl.ListFormat('en-GB', { type: 'conjunction' }))

/** "sealed, stored and signed" */
export const listOf = (names: readonly string[]): string => conjunction().format(names)

/** What the user sees of each method. `mfa` says how many there were, and names none. */
const methodWords: Readonly<Record<Method, string>> = {
  pwd: 'your password',
  otp: 'a one-time code',
  pop: 'a passkey',
  hwk: 'a passkey',
  swk: 'a passkey',
  mfa: '',
  recovery: 'a recovery code',
}

/** "your password and a one-time code" */
export function sayMethods(amr: Amr): string {
  const words = amr.map((method) => methodWords[method]).filter(Boolean)
  return listOf([...new Set(words)]) || 'several factors'
}

/** At the beginning of a sentence. */
export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const units = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
] as const

/** A duration for people: "7 days", "90 seconds". Rounded up, in the largest unit of which it has two or more. @param seconds one or more */
export function inWords(seconds: number): string {
  const [length, name] = units.find(([unit]) => seconds >= 2 * unit) ?? [1, 'second']
  return plural(Math.ceil(seconds / length), name)
}

/** "3 minutes ago". @param seconds since then; negative by clock skew gives "just now" */
export function ago(seconds: number): string {
  if (seconds < 60) return 'just now'

  const [length, name] = units.find(([unit]) => seconds >= unit) ?? [60, 'minute']
  return `${plural(Math.floor(seconds / length), name)} ago`
}

/* Times in UTC: the server does not know the visitor's time zone, and a time in that zone would be a hydration mismatch. */

const toFormat = (timeStyle: 'medium' | 'short') =>
  once(() => new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle, timeZone: 'UTC' }))

const formats = { second: toFormat('medium'), minute: toFormat('short') } as const

/** @param at milliseconds since 1970 */
export const inUtc = (at: Date | number, precision: keyof typeof formats): string =>
  `${formats[precision]().format(at)} UTC`

/** "0.13 ms". A shorter time than 0.01 ms is "< 0.01 ms", not zero. */
export const sayMilliseconds = (milliseconds: number) =>
  milliseconds < 0.01 ? '< 0.01 ms' : `${milliseconds.toFixed(2)} ms`

/** In whole minutes, rounded up, so that the next attempt is not refused again. */
export function tryAgainIn(seconds: number): string {
  const minutes = Math.ceil(seconds / 60)
  return `Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`
}

/** @param seconds until the next attempt, where there were too many */
export const withWait = (sentence: string, seconds?: number) =>
  seconds ? `${sentence} ${tryAgainIn(seconds)}` : sentence
