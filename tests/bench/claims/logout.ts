import { setTimeout as sleep } from 'node:timers/promises'
import { env } from '@/lib/env'
import type { ClaimFigure } from '@/lib/figures/claims'
import { toCounts, toFigure } from '@/tests/bench/claims/figure'
import { lifetimeOf } from '@/tests/bench/claims/peer-costs'
import { libraries, logInAt, logOutAt as logOutAtPeer, whoOf } from '@/tests/bench/claims/peer-visitors'
import type { Stage } from '@/tests/bench/claims/stage'
import { type Course, repeat } from '@/tests/bench/lag'
import { longestLag } from '@/tests/bench/lag/fire'
import { logOutAt, type Pair, startPair } from '@/tests/bench/lag/pair'
import { models } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'
import type { Visitor } from '@/tests/support/visitor'

/** Seconds, for the pair in `off` mode: there a revocation counts from the next renewal on. */
const offInterval = 10

/** How long after a logout a copy of the cookies is accepted, by two processes that are asked without pause. */
export async function cannotBeRevoked(stage: Stage): Promise<readonly ClaimFigure[]> {
  const courses: readonly [Pair, Course][] = [
    [await stage.strict(), { mode: 'strict', env: {}, repetitions: 5, bound: 0, after: 400 }],
    [await stage.snapshot(), { mode: 'snapshot', env: {}, repetitions: 8, bound: 1000, after: 1400 }],
    [await startOff(stage), { mode: 'off', env: {}, repetitions: 2, bound: null, after: (offInterval + 1) * 1000 }],
  ]
  const figures: ClaimFigure[] = []
  for (const [pair, course] of courses) {
    for (const model of models) {
      const repetitions = await repeat(pair, model, stage.quick ? { ...course, repetitions: 1 } : course)
      const longest = Math.max(0, ...repetitions.map(longestLag))
      figures.push(toFigure('accepted_after_logout', model, Math.round(longest), 'ms', { mode: course.mode }))
    }
  }
  const interval = toFigure('revalidation_interval', 'baseline', offInterval, 's', { mode: 'off' })
  const usual = toFigure('revalidation_interval', 'default', env().FRESH_SECONDS, 's', { mode: 'off' })
  return [...figures, interval, usual, ...(await lifetimes(stage))]
}

async function startOff({ started, stores, build }: Stage): Promise<Pair> {
  const env = { ...stores.env, REVOCATION_MODE: 'off', FRESH_SECONDS: String(offInterval) }
  const tree = await build()
  return started.use(
    () => startPair(env, tree),
    ({ stop }) => stop(),
  )
}

/** Where the library asks no store: a copy is accepted for so many seconds, also after a logout. */
async function lifetimes(stage: Stage): Promise<readonly ClaimFigure[]> {
  const peers = await stage.peers()
  if (!peers) return []

  const unasked = ['iron-session', 'better-auth-cache', 'auth-js'] as const
  return Promise.all(
    unasked.map(async (peer) => toFigure('copy_lifetime', peer, lifetimeOf(await logInAt(peers, peer), peer), 's')),
  )
}

/** A copy of the cookies, sent right after the logout and again after a second. Ours are sent to the other process. */
export async function logoutDeletesCookie(stage: Stage): Promise<readonly ClaimFigure[]> {
  const pair = await stage.snapshot()
  const peers = await stage.peers()
  const subjects: Subject[] = models.map((of) => ({
    of,
    logIn: () => openSession(pair.first, of),
    logOut: (visitor) => logOutAt(pair, visitor),
    path: '/api/me',
  }))
  for (const of of peers ? ([...libraries, 'plain-cookie'] as const) : []) {
    if (!peers) continue
    const logOut = (visitor: Visitor) => logOutAtPeer(visitor, of)
    subjects.push({ of, logIn: () => logInAt(peers, of), logOut, path: whoOf(of) })
  }
  const figures: ClaimFigure[] = []
  for (const subject of subjects) figures.push(...(await replay(subject, stage.quick ? 1 : 10)))
  return figures
}

interface Subject {
  of: string
  logIn: () => Promise<Visitor>
  logOut: (visitor: Visitor) => Promise<void>
  path: string
}

async function replay({ of, logIn, logOut, path }: Subject, tries: number): Promise<readonly ClaimFigure[]> {
  const replays = await Promise.all(
    Array.from({ length: tries }, async () => {
      const visitor = await logIn()
      const copy = visitor.clone()
      await logOut(visitor)
      const atOnce = (await copy.clone().get(path)).status === 200
      await sleep(1000)
      return { atOnce, later: (await copy.get(path)).status === 200 }
    }),
  )
  const later = replays.filter((copy) => copy.later).length
  return [
    ...toCounts('copies_accepted', { of, tries, accepted: replays.filter(({ atOnce }) => atOnce).length }),
    toFigure('copies_accepted_after_1s', of, later, 'count'),
  ]
}
