import { median } from '@/tests/bench/support/statistics'

/** Milliseconds of two calls whose times must not differ, one right after the other. */
export interface Pair {
  known: number
  unknown: number
}

/** @param known whether it is about an address with an account; `number` differs each time */
type Ask = (known: boolean, number: number) => Promise<unknown>

const pairs = 50
/** Warm-up: what is loaded, compiled and connected at first does not count. */
const warmUp = 5
let asked = 0

/** In turn, with a changing order: other load of the machine affects both alike. */
export async function timePairs(ask: Ask): Promise<readonly Pair[]> {
  const timed: Pair[] = []
  for (let number = 0; number < warmUp + pairs; number += 1) timed.push(await timePair(ask, number % 2 === 0))
  return timed.slice(warmUp)
}

async function timePair(ask: Ask, isKnownFirst: boolean): Promise<Pair> {
  const first = await time(ask, isKnownFirst)
  const second = await time(ask, !isKnownFirst)
  return isKnownFirst ? { known: first, unknown: second } : { known: second, unknown: first }
}

async function time(ask: Ask, known: boolean): Promise<number> {
  asked += 1
  const start = performance.now()
  await ask(known, asked)
  return performance.now() - start
}

/**
 * Whether times tell which is which: the medians are further apart than noise, and more pairs agree on the slower one than
 * chance makes agree once in two thousand times. A machine with other work moves the one or the other, seldom both.
 * @param noise 1.1 for medians that are a tenth apart
 */
export function tells(timed: readonly Pair[], noise = 1.1): boolean {
  const ratio = median(timed.map(({ known }) => known)) / median(timed.map(({ unknown }) => unknown))
  const slower = timed.filter(({ known, unknown }) => known > unknown).length
  // A sign test: the slower ones are half of all, give or take half the root of all; this is three and a half times that.
  const isOneSided = Math.abs(slower - timed.length / 2) > 1.75 * Math.sqrt(timed.length)
  return isOneSided && (ratio > noise || ratio < 1 / noise)
}

/** The difference is found three times in a row. */
export async function tellsAlways(ask: Ask, noise?: number, tries = 3): Promise<boolean> {
  if (!tells(await timePairs(ask), noise)) return false
  return tries === 1 || tellsAlways(ask, noise, tries - 1)
}
