import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, vi } from 'vitest'
import { env } from '@/lib/env'
import type { Taken, TooMany } from '@/lib/server/limits/bucket'
import { rememberDevice } from '@/lib/server/limits/device'
import { takeGuess } from '@/lib/server/limits/guess'
import { nowInSeconds } from '@/lib/time'
import { forgetEverything } from '@/tests/integration/support/rows'

/** The first moment of a window of every limit. */
const windowStart = Date.UTC(2030, 0, 1)

/** For files about limits: limits on, counters empty, and a clock that only the test moves. */
export function limitGuesses(): void {
  beforeEach(async () => {
    env().RATE_LIMIT = 'on'
    await forgetEverything()
    vi.useFakeTimers({ toFake: ['Date'], now: windowStart })
  })
  afterEach(() => {
    vi.useRealTimers()
    env().RATE_LIMIT = 'off'
  })
}

/** Our clock separates the windows, not the clock of Redis. */
export const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)

interface Guess {
  email?: string
  userId?: string | null
  generation?: number
  ip?: string | null
  device?: string | null
}

export const someMail = () => `${randomUUID()}@example.com`
export const network = (number: number) => `10.0.${number >> 8}.${number & 255}`

export const guess = ({
  email = 'ada@example.com',
  userId = null,
  generation = 0,
  ip = '192.0.2.1',
  device = null,
}: Guess = {}) =>
  takeGuess(
    { email },
    userId === null ? null : { userId, generation },
    { client: { ip, userAgent: null }, device },
    nowInSeconds(),
  )

export const isTaken = (answer: Taken | TooMany): answer is Taken => answer.outcome === 'taken'
export const waitOf = (answer: Taken | TooMany) => (isTaken(answer) ? 0 : answer.retryAfter)

/** Number of attempts in all, and number of concurrent ones. */
export interface Crowd {
  size: number
  atOnce: number
}

type Make = (number: number) => Promise<Taken | TooMany>

/** @returns how many passed */
export async function rush(crowd: Crowd, make: Make): Promise<number> {
  const answers: (Taken | TooMany)[] = []
  while (answers.length < crowd.size) {
    const group = Array.from({ length: crowd.atOnce }, (_, number) => make(answers.length + number))
    answers.push(...(await Promise.all(group)))
  }
  return answers.filter(isTaken).length
}

/** One after the other. @returns how many passed */
export async function inTurn(count: number, make: Make): Promise<number> {
  let passed = 0
  for (let number = 0; number < count; number += 1) if (isTaken(await make(number))) passed += 1
  return passed
}

/** The cookies of a browser that has logged into these accounts. */
export async function deviceOf(...userIds: readonly string[]): Promise<string> {
  let cookie: string | null = null
  for (const userId of userIds) {
    const [issued] = await rememberDevice(cookie, { userId, generation: 0 }, nowInSeconds())
    cookie = issued?.value ?? null
  }
  if (cookie === null) throw new Error('no device cookie')
  return cookie
}
