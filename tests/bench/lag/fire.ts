import type { Model } from '@/lib/session/models'
import { request } from '@/tests/support/request'

/** One request of the session under fire. Times are milliseconds of this process's own clock. */
export interface Shot {
  target: Target
  start: number
  /** 0: the connection broke. */
  status: number
}

export interface Target {
  /** Which of the two processes. */
  process: 'first' | 'second'
  url: string
  path: string
}

/** As many at once at each target. */
const width = 2

/** Asks for everything again and again with the same cookies, whatever the answers say, as a thief's copy would. */
export function openFire(targets: readonly Target[], cookie: string) {
  const shots: Shot[] = []
  let isOver = false
  const keepAsking = async (target: Target) => {
    while (!isOver) shots.push(await shoot(target, cookie))
  }
  const asking = Promise.all(targets.flatMap((target) => Array.from({ length: width }, () => keepAsking(target))))

  return {
    shots,
    cease: async () => {
      isOver = true
      await asking
    },
  }
}

async function shoot(target: Target, cookie: string): Promise<Shot> {
  const start = performance.now()
  const status = await request(target.url, target.path, { headers: { Cookie: cookie } }).then(
    (answer) => answer.status,
    () => 0,
  )
  return { target, start, status }
}

/** A page that refuses answers with a redirect, a handler with 401; neither is 200. */
export const isAccepted = ({ status }: Shot) => status === 200

/** What one revocation under fire showed. */
export interface Repetition {
  model: Model
  shots: readonly Shot[]
  /** When the revoking action had answered. */
  answeredAt: number
}

/** Milliseconds from the answer to the start of the last accepted request: negative when that one started before. */
export function lagOf({ shots, answeredAt }: Repetition): number {
  return Math.max(...shots.filter(isAccepted).map(({ start }) => start)) - answeredAt
}

/** Accepted although they started later than the bound, in milliseconds after the answer. */
export const acceptedAfter = ({ shots, answeredAt }: Repetition, bound: number): readonly Shot[] =>
  shots.filter((shot) => isAccepted(shot) && shot.start - answeredAt > bound)
