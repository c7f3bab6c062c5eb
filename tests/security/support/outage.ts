import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { Model } from '@/lib/session/models'
import { models } from '@/lib/session/models'
import { see, Traffic, wayNames } from '@/tests/security/support/sightings'
import type { Application } from '@/tests/support/application'
import { actionId } from '@/tests/support/client-router'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import type { OwnStores } from '@/tests/support/real-stores'
import type { Visitor } from '@/tests/support/visitor'

export const modes = ['strict', 'snapshot', 'off'] as const
export type OutageMode = (typeof modes)[number]

/** Seconds, and milliseconds: short enough that a test sees the end of each, and far enough apart. */
export const freshSeconds = 20
export const outageMs = 7000
export const maxAgeMs = 1000

export const aways = ['redis', 'postgres', 'both'] as const
export type Away = (typeof aways)[number]

/** One application per mode, over the same stores. */
export type Applications = Readonly<Record<OutageMode, Application>>

/** One row of the table in one mode, for one model: who was there, and what they saw. */
export interface Case {
  mode: OutageMode
  model: Model
  app: Application
  /** Is logged in all the time. */
  regular: { visitor: Visitor; cookieNames: readonly string[]; traffic: Traffic }
  /** Has the cookies of a session that was logged out just before. */
  thief: { traffic: Traffic; revokedAt: number }
  /** Logs out while the store is away, and keeps a copy of the cookies. */
  leaver: { visitor: Visitor; saved: Visitor }
  /** Has logged in, and was never looked at since. */
  unseen: Visitor
}

/** Milliseconds since 1970. */
export interface Moments {
  goneAt: number
  /** Up to here everybody's credential is fresh, from `dueAt` on nobody's. */
  freshUntil: number
  dueAt: number
  startingAt: number
  /** Since when Redis has forgotten everything; never, where it kept it. */
  emptiedAt: number
}

export interface Gathering {
  cases: Case[]
  /** When everybody's credential was issued: between these. */
  renewedFrom: number
  renewedTo: number
}

export async function gather(apps: Applications): Promise<Gathering> {
  const everyone = modes.flatMap((mode) => models.map((model) => ({ mode, model })))
  const arrived: Arrived[] = []
  // One after the other: passwords are slow on purpose.
  for (const one of everyone) arrived.push({ ...one, ...(await arrive(apps[one.mode], one.model)) })
  const beginning = await Promise.all(arrived.map(prepare))
  // Last and together: from here on the fresh windows of all regulars are the same.
  const renewedFrom = Date.now()
  await Promise.all(beginning.map(({ regular }) => patiently(() => renew(regular))))
  return { cases: beginning.map(begin), renewedFrom, renewedTo: Date.now() }
}

async function arrive(app: Application, model: Model) {
  const as = ({ email }: { email: string }) => patiently(() => openSession(app, model, { email }))
  const [regular, victim] = [await as(people.linus), await as(people.grace)]
  return { app, regular, victim, leaver: await as(people.grace), unseen: await as(people.ada) }
}

type Arrived = Awaited<ReturnType<typeof arrive>> & { mode: OutageMode; model: Model }

/** Doors that were never opened take seconds; and what a thief and a leaver have is as fresh as can be. */
async function prepare({ victim, ...others }: Arrived) {
  const { app, regular, leaver, unseen } = others
  for (const way of wayNames) await see(regular, way)
  for (const visitor of [victim, leaver, unseen]) await patiently(() => renew(visitor))
  const thief = victim.clone()
  await act(app, victim, 'logoutAction', 'idle')
  return { ...others, thief, revokedAt: Date.now() }
}

function begin({ regular, thief, revokedAt, leaver, ...others }: Awaited<ReturnType<typeof prepare>>): Case {
  const cookieNames = regular.cookies.map((cookie) => cookie.name)
  return {
    ...others,
    regular: { visitor: regular, cookieNames, traffic: new Traffic(regular) },
    thief: { traffic: new Traffic(thief), revokedAt },
    leaver: { visitor: leaver, saved: leaver.clone() },
  }
}

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

export const until = (moment: number) => sleep(Math.max(0, moment - Date.now()))

/** At every door, each of them, in this or in their last moments. */
export async function untilServed(cases: readonly Case[], since: number): Promise<void> {
  const waiting = () => cases.filter(({ regular }) => !regular.traffic.isServedSince(since))
  for (let tries = 0; tries < 200 && waiting().length > 0; tries += 1) await sleep(100)
  if (waiting().length > 0) throw new Error(`not served after 20 s: ${waiting().map(nameOf).join('; ')}`)
}

export const stopTraffic = (cases: readonly Case[]) =>
  Promise.all(cases.flatMap(({ regular, thief }) => [regular.traffic.stop(), thief.traffic.stop()]))

/** On a busy machine a store can be away for a moment before we take it away: then once more. */
async function patiently<T>(attempt: () => Promise<T>, tries = 5): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (tries === 1) throw error
    return patiently(attempt, tries - 1)
  }
}

async function renew(visitor: Visitor): Promise<void> {
  const { status } = await visitor.send('POST', '/api/session/renew')
  if (status !== 204) throw new Error(`a renewal answered ${status}`)
}

export const nameOf = ({ mode, model }: Pick<Case, 'mode' | 'model'>) => `${mode}, ${model}`
