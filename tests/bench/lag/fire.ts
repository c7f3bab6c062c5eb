import type { Model } from '@/lib/session/models'
import { request } from '@/tests/support/request'

/** One request of the session under load. Times are milliseconds of this process's own clock. */
export interface Shot {
  target: Target
  start: number
  /** 0: the connection broke. */
  status: number
}

export interface Target {
  /** The index of the process. */
  process: 'first' | 'second'
  url: string
  path: string
}

/** The number of concurrent requests at each target. */
const width = 2

/** Repeats every request with the same cookies, also after a refusal, like an attacker with a stolen cookie. */
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

/** The result of one revocation under load. */
export interface Repetition {
  model: Model
  shots: readonly Shot[]
  /** The time at which the revoking action answered. */
  answeredAt: number
}

/** The process that revoked the session, or the other one. */
export type Place = 'here' | 'elsewhere'

/** The logout is posted to the second process. */
const processAt: Readonly<Record<Place, Target['process']>> = { here: 'second', elsewhere: 'first' }

export const shotsAt = ({ shots }: Repetition, place: Place): readonly Shot[] =>
  shots.filter(({ target }) => target.process === processAt[place])

/**
 * @returns milliseconds from the answer of the logout to the start of the last accepted request; negative when that request
 * started before the answer
 */
export function lagOf(repetition: Repetition, place: Place): number {
  const accepted = shotsAt(repetition, place).filter(isAccepted)
  return Math.max(...accepted.map(({ start }) => start)) - repetition.answeredAt
}

/** The same in whichever of both processes it is longer. */
export const longestLag = (repetition: Repetition): number =>
  Math.max(lagOf(repetition, 'here'), lagOf(repetition, 'elsewhere'))

/** Accepted although they started later than the bound: milliseconds after the answer, 0 in the process that revoked. */
export function acceptedAfter(repetition: Repetition, bound: number, place: Place): readonly Shot[] {
  const limit = place === 'here' ? 0 : bound
  return shotsAt(repetition, place).filter((shot) => isAccepted(shot) && shot.start - repetition.answeredAt > limit)
}
