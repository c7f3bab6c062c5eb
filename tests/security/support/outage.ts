import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { env } from '@/lib/env'
import type { Model } from '@/lib/session/models'
import { see, Traffic, wayNames } from '@/tests/security/support/sightings'
import type { Application } from '@/tests/support/application'
import { actionId } from '@/tests/support/client-router'
import { models } from '@/tests/support/models'
import { openSession, unproven } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import type { OwnStores } from '@/tests/support/real-stores'
import type { Visitor } from '@/tests/support/visitor'

export const modes = ['strict', 'snapshot', 'off'] as const
export type OutageMode = (typeof modes)[number]

/** Milliseconds: short enough that a test sees the end of it. */
export const maxAgeMs = 500
/** Seconds for which some credentials stay fresh: the preparation and a part of the outage. */
const remaining = 6

export const aways = ['redis', 'postgres', 'both'] as const
export type Away = (typeof aways)[number]

/** One application per mode, over the same stores. */
export type Applications = Readonly<Record<OutageMode, Application>>

interface Regular {
  visitor: Visitor
  cookieNames: readonly string[]
  traffic: Traffic
}

/** One row of the table in one mode, for one model: the visitors and their answers. */
export interface Case {
  mode: OutageMode
  model: Model
  app: Application
  /** Stays logged in, with a credential that stays fresh. */
  regular: Regular
  /** Stays logged in, with a credential whose renewal becomes due meanwhile. */
  due: Regular
  /**
   * Has the cookies of a session that was logged out just before, with a credential that is fresh for a few seconds.
   */
  thief: { traffic: Traffic; revokedAt: number; freshUntil: number }
  /** Logs out while the store is unavailable, and keeps a copy of the cookies. */
  leaver: { visitor: Visitor; saved: Visitor }
  /** Has logged in, and has sent no request since. */
  unseen: Visitor
}

/** Milliseconds since 1970. */
export interface Moments {
  goneAt: number
  /** The instant since which Redis is empty; never, if it kept its data. */
  emptiedAt: number
  /** From this instant on renewal is due for the visitors that need one. */
  dueAt: number
  /**
   * Until the first instant a local replica may be valid, and from the second on none is. Redis may have answered in
   * between.
   */
  copiesUntil: readonly [number, number]
  /** Until this instant every visitor had an answer of every path while local replicas were valid. */
  answeredAt: number
  startingAt: number
}

/** A process caches a stored session for the longest cache lifetime. */
export const firstFrom = ({ goneAt }: Pick<Moments, 'goneAt'>) => goneAt + maxAgeMs + 300

/**
 * The time span of the answers of a phase: the first seconds, the seconds after REVOCATION_OUTAGE_MS, and from the
 * instant when renewal is due. With Redis available, the first seconds last as long as the answers take.
 */
export const timesOf = ({ goneAt, dueAt, copiesUntil, answeredAt, startingAt }: Moments, away: Away) => ({
  'at first': {
    from: firstFrom({ goneAt }),
    to: away === 'postgres' ? answeredAt : Math.min(answeredAt, copiesUntil[0]),
  },
  'after the last copy': { from: copiesUntil[1], to: startingAt },
  'renewal due': { from: Math.max(goneAt, dueAt), to: startingAt },
})

const everyone = modes.flatMap((mode) => models.map((model) => ({ mode, model })))

export async function gather(apps: Applications): Promise<readonly Arrived[]> {
  const arrived: Arrived[] = []
  // One after the other: this process has the address of one application at a time.
  for (const one of everyone) arrived.push({ ...one, ...(await arrive(apps[one.mode], one.model)) })
  // The first request to a path takes seconds.
  await Promise.all(arrived.map(({ regular }) => seeAll(regular)))
  return arrived
}

async function arrive(app: Application, model: Model) {
  const as = ({ email }: { email: string }, options = {}) => openSession(app, model, { email, ...options })
  // Fresh, but a sensitive action would require re-authentication.
  const regular = await as(people.linus, { age: unproven.age, renewed: 0 })
  return { app, regular, leaver: await as(people.grace), unseen: await as(people.ada) }
}

type Arrived = Awaited<ReturnType<typeof arrive>> & { mode: OutageMode; model: Model }

/**
 * Visitors with a few seconds log in last.
 * @returns all visitors, and the instant from which renewal is due for the last ones
 */
export async function begin(arrived: readonly Arrived[]): Promise<{ cases: Case[]; dueAt: number }> {
  const latecomers: Latecomer[] = []
  for (const one of arrived) latecomers.push({ ...one, ...(await arriveLate(one)) })
  const dueAt = Date.now() + remaining * 1000

  const cases = await Promise.all(latecomers.map(prepare))
  for (const { regular, thief } of cases) for (const { traffic } of [regular, thief]) traffic.start()
  return { cases, dueAt }
}

async function arriveLate({ app, model }: Arrived) {
  const options = { age: env().FRESH_SECONDS - remaining }
  const late = ({ email }: { email: string }) => openSession(app, model, { email, ...options })
  return { due: await late(people.ada), victim: await late(people.grace), freshUntil: Date.now() + remaining * 1000 }
}

type Latecomer = Arrived & Awaited<ReturnType<typeof arriveLate>>

/** Fills every cache. Uses clones, so that the cookies are not renewed. */
async function prepare({ victim, freshUntil, ...others }: Latecomer): Promise<Case> {
  const { app, regular, due, leaver } = others
  const thief = victim.clone()
  await Promise.all([seeAll(due.clone()), seeAll(victim.clone())])
  await act(app, victim, 'logoutAction', 'idle')
  return {
    ...others,
    regular: regularly(regular),
    due: regularly(due),
    thief: { traffic: new Traffic(thief, 900), revokedAt: Date.now(), freshUntil },
    leaver: { visitor: leaver, saved: leaver.clone() },
  }
}

async function seeAll(visitor: Visitor): Promise<void> {
  for (const way of wayNames) await see(visitor, way)
}

const regularly = (visitor: Visitor): Regular => ({
  visitor,
  cookieNames: visitor.cookies.map(({ name }) => name),
  traffic: new Traffic(visitor, 500),
})

export async function act(app: Application, visitor: Visitor, action: string, previous: unknown, fields = {}) {
  return visitor.callAction('/login', { id: await actionId(app, action), fields, previous })
}

/** Stops the stores of this row. When both stop, Redis restarts empty; alone, it keeps its data. */
export async function takeAway(stores: OwnStores, away: Away): Promise<Pick<Moments, 'emptiedAt' | 'goneAt'>> {
  let emptiedAt = Number.POSITIVE_INFINITY
  if (away !== 'postgres') {
    const operator = new Redis(stores.redisUrl, { retryStrategy: () => null })
    if (away === 'both') {
      emptiedAt = Date.now()
      await operator.flushall()
    }
    // Redis sends no answer when it succeeds: the connection closes.
    await operator.shutdown('SAVE').catch(() => undefined)
    await stores.redis.stop()
  }
  if (away !== 'redis') await stores.postgres.stop()
  return { emptiedAt, goneAt: Date.now() }
}

export async function bringBack(stores: OwnStores, away: Away): Promise<number> {
  const startingAt = Date.now()
  if (away !== 'postgres') await stores.redis.start()
  if (away !== 'redis') await stores.postgres.start()
  return startingAt
}

/** Waits until every path has served each logged-in visitor again. */
export const untilServed = (cases: readonly Case[], who: readonly LoggedIn[], since: number): Promise<void> =>
  until(cases, 'served', (one) => who.every((name) => one[name].traffic.isServedSince(since)))

/** Waits until every path has answered a later request of each visitor. */
export async function untilAnswered(cases: readonly Case[], who: LoggedIn, since: number): Promise<void> {
  await sleep(Math.max(0, since - Date.now()))
  await until(cases, 'answered', (one) => one[who].traffic.isAnsweredSince(since))
}

type LoggedIn = 'regular' | 'due'

async function until(cases: readonly Case[], what: string, isSo: (one: Case) => boolean): Promise<void> {
  const waiting = () => cases.filter((one) => !isSo(one))
  for (let tries = 0; tries < 600 && waiting().length > 0; tries += 1) await sleep(50)
  if (waiting().length > 0) throw new Error(`not ${what} after 30 s: ${waiting().map(nameOf).join('; ')}`)
}

export const stopTraffic = (cases: readonly Case[]) =>
  Promise.all(cases.flatMap(({ regular, due, thief }) => [regular, due, thief].map(({ traffic }) => traffic.stop())))

export const nameOf = ({ mode, model }: Pick<Case, 'mode' | 'model'>) => `${mode}, ${model}`
