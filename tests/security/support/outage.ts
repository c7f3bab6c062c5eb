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
/** Seconds for which some credentials stay fresh: the preparations, and a part of the outage. */
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

/** One row of the table in one mode, for one model: who was there, and what they saw. */
export interface Case {
  mode: OutageMode
  model: Model
  app: Application
  /** Is logged in all the time, by a credential that is fresh all the time. */
  regular: Regular
  /** Is logged in all the time, by a credential that renewal is due for meanwhile. */
  due: Regular
  /** Has the cookies of a session that was logged out just before, by a credential that is fresh for a few seconds. */
  thief: { traffic: Traffic; revokedAt: number; freshUntil: number }
  /** Logs out while the store is away, and keeps a copy of the cookies. */
  leaver: { visitor: Visitor; saved: Visitor }
  /** Has logged in, and was never looked at since. */
  unseen: Visitor
}

/** Milliseconds since 1970. */
export interface Moments {
  goneAt: number
  /** Since when Redis has forgotten everything; never, where it kept it. */
  emptiedAt: number
  /** From here on renewal is due for those who are to need one. */
  dueAt: number
  /** Up to here a local replica may be believed, and from there on none is. Redis may have answered in between. */
  copiesUntil: readonly [number, number]
  /** Up to here everybody had an answer at every door from the time of local replicas. */
  answeredAt: number
  startingAt: number
}

/** A process keeps a stored session for as long as it keeps anything. */
export const firstFrom = ({ goneAt }: Pick<Moments, 'goneAt'>) => goneAt + maxAgeMs + 300

/**
 * In which the answers of a phase begin and end: the first seconds, the seconds after REVOCATION_OUTAGE_MS, and from when
 * renewal is due. With Redis there, the first seconds are as long as the answers take.
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
  // Doors that were never opened take seconds.
  await Promise.all(arrived.map(({ regular }) => seeAll(regular)))
  return arrived
}

async function arrive(app: Application, model: Model) {
  const as = ({ email }: { email: string }, options = {}) => openSession(app, model, { email, ...options })
  // Fresh, but a proof of the password would be asked for.
  const regular = await as(people.linus, { age: unproven.age, renewed: 0 })
  return { app, regular, leaver: await as(people.grace), unseen: await as(people.ada) }
}

type Arrived = Awaited<ReturnType<typeof arrive>> & { mode: OutageMode; model: Model }

/** Whoever has a few seconds comes last. @returns everybody, and from when on renewal is due for those who came last */
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

/** Every copy that there can be is there. Clones, so that the cookies stay as old as they are. */
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

/** Stops what is to be away. With both away Redis comes back empty; alone, it has kept what it knew. */
export async function takeAway(stores: OwnStores, away: Away): Promise<Pick<Moments, 'emptiedAt' | 'goneAt'>> {
  let emptiedAt = Number.POSITIVE_INFINITY
  if (away !== 'postgres') {
    const operator = new Redis(stores.redisUrl, { retryStrategy: () => null })
    if (away === 'both') {
      emptiedAt = Date.now()
      await operator.flushall()
    }
    // Answers nothing when it succeeds: the connection is gone.
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

/** Until each of those who are logged in has been served at every door again. */
export const untilServed = (cases: readonly Case[], who: readonly LoggedIn[], since: number): Promise<void> =>
  until(cases, 'served', (one) => who.every((name) => one[name].traffic.isServedSince(since)))

/** Until each of them has an answer at every door to what was asked later. */
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
