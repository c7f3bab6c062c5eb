import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from '@/tests/support/request'
import type { Visitor } from '@/tests/support/visitor'

/**
 * `past the edge`: the edge accepted the visitor, and the page, which needs its database, says "try again". `unknown`:
 * a public page that shows no user. Every other answer is a failure, and is reported with its content.
 */
export type Sight =
  | 'served'
  | 'try again'
  | 'past the edge'
  | 'unknown'
  | 'refused'
  | `logged out`
  | `unexplained ${string}`

/** A handler and a page that need the database themselves, and a page that needs the check only. */
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

/** The digest, from which the script of the page makes a sentence. */
const explained = /digest[\\":]+unavailable/

function name(way: Way, answer: Answer): Sight {
  if (answer.setCookies.some((line) => /max-age=0/i.test(line))) return 'logged out'
  if (answer.status === 503 && Number(answer.headers.get('retry-after')) > 0) return 'try again'
  if (answer.status === 401 || answer.location?.includes('/login')) return 'refused'
  if (answer.status === 500 && explained.test(answer.body)) return 'past the edge'
  if (answer.status !== 200) return `unexplained ${answer.status}: ${answer.body.slice(0, 200)}`

  return way === 'greeting' && !answer.body.includes('You are logged in (') ? 'unknown' : 'served'
}

/** A visitor who keeps sending requests after every answer. */
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

  /** The results of requests that began and were answered in this time, without duplicates. */
  between(way: Way, from: number, to: number): Sight[] {
    const inTime = this.seen.filter((one) => one.way === way && one.from >= from && one.to <= to)
    return [...new Set(inTime.map(({ sight }) => sight))]
  }

  /** The instant since which every path has served it again. */
  isServedSince(moment: number): boolean {
    return wayNames.every((way) =>
      this.seen.some((one) => one.way === way && one.from > moment && one.sight === 'served'),
    )
  }

  /** Whether every path has answered a request that began since. */
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
