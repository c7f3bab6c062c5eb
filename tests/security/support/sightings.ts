import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from '@/tests/support/request'
import type { Visitor } from '@/tests/support/visitor'

/**
 * `let in`: the edge believed the visitor, and the page, which is nothing without its database, says "try again".
 * `unknown`: a public page that does not greet. Whatever has no name here is a mistake, and is told as it was.
 */
export type Sight = 'served' | 'try again' | 'let in' | 'unknown' | 'refused' | `logged out` | `unexplained ${string}`

/** A handler and a page that need the database themselves, and a page that needs nothing but the check. */
export const ways = { api: '/api/me', page: '/dashboard', greeting: '/login' } as const
export type Way = keyof typeof ways
export const wayNames = ['api', 'page', 'greeting'] as const

export interface Sighting {
  way: Way
  sight: Sight
  /** Milliseconds since 1970. */
  from: number
  to: number
}

export async function see(visitor: Visitor, way: Way): Promise<Sighting> {
  const from = Date.now()
  const asking = visitor.get(ways[way], way === 'api' ? { Accept: 'application/json' } : {})
  const sight = await asking.then(
    (answer) => name(way, answer),
    (error: unknown): Sight => `unexplained ${error}`,
  )
  return { way, sight, from, to: Date.now() }
}

/** The digest, of which the script of the page makes a sentence. */
const explained = /digest[\\":]+unavailable/

function name(way: Way, answer: Answer): Sight {
  if (answer.setCookies.some((line) => /max-age=0/i.test(line))) return 'logged out'
  if (answer.status === 503 && Number(answer.headers.get('retry-after')) > 0) return 'try again'
  if (answer.status === 401 || answer.location?.includes('/login')) return 'refused'
  if (answer.status === 500 && explained.test(answer.body)) return 'let in'
  if (answer.status !== 200) return `unexplained ${answer.status}: ${answer.body.slice(0, 200)}`

  return way === 'greeting' && !answer.body.includes('You are logged in (') ? 'unknown' : 'served'
}

/** Somebody who goes on asking, whatever happens. */
export class Traffic {
  readonly seen: Sighting[] = []
  private isOver = false
  private running: Promise<void> | undefined
  private readonly visitor: Visitor
  private readonly pause: number

  /** @param pause milliseconds between two rounds */
  constructor(visitor: Visitor, pause: number) {
    this.visitor = visitor
    this.pause = pause
  }

  start(): void {
    this.running = this.run()
  }

  /** What was begun and answered in this time, each word once. */
  between(way: Way, from: number, to: number): Sight[] {
    const inTime = this.seen.filter((one) => one.way === way && one.from >= from && one.to <= to)
    return [...new Set(inTime.map(({ sight }) => sight))]
  }

  /** Since when it has been served at every door again. */
  isServedSince(moment: number): boolean {
    return wayNames.every((way) =>
      this.seen.some((one) => one.way === way && one.from > moment && one.sight === 'served'),
    )
  }

  /** Whether every door has given an answer to what was asked since. */
  isAnsweredSince(moment: number): boolean {
    return wayNames.every((way) => this.seen.some((one) => one.way === way && one.from > moment))
  }

  async stop(): Promise<void> {
    this.isOver = true
    await this.running
  }

  private async run(): Promise<void> {
    while (!this.isOver) {
      for (const way of wayNames) this.seen.push(await see(this.visitor, way))
      await sleep(this.pause)
    }
  }
}
