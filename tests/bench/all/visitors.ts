import { askPostgres } from '@/lib/db/client'
import { type Access, createUser, getAccess } from '@/lib/db/users'
import { percentile, toBuckets } from '@/lib/figures/distribution'
import type { CheckFigures } from '@/lib/figures/measured'
import { checkVisitor } from '@/lib/server/sessions/check-visitor'
import { startSession } from '@/lib/server/sessions/issue'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import type { Presented } from '@/lib/session/presented'
import type { Mode } from '@/lib/session/revocation/modes'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'
import { microsecondsOf } from '@/tests/bench/check/microseconds'

/** The number of checks, by the cost of one. */
export type Repetitions = Readonly<Record<Mode, number>>

/** The requests on the wire so far. */
export interface Counters {
  calls: () => Promise<number>
  statements: () => number
}

interface Series {
  model: Model
  mode: Mode
  n: number
}

const somebody = { email: 'bench@example.com', name: 'Measured user', passwordHash: 'no hash of anything' }

/** @returns the values with which a user's sessions are started */
export async function prepareVisitors(): Promise<Access> {
  const userId = await askPostgres((database) => createUser(database, somebody))
  const access = userId && (await getAccess(userId))
  if (!access) throw new Error('the new database has a user of this name already')
  return access
}

/** A real session, with its row if the model has one, checked repeatedly. */
export async function measureVisitors({ model, mode, n }: Series, access: Access, counters: Counters) {
  const cookies = await logIn(model, access)
  const presented: Presented = {
    authorization: null,
    cookies: Object.fromEntries(cookies.map(({ name, value }) => [name, value])),
  }
  await microsecondsOf(Math.ceil(n / 10), () => letIn(presented, mode))

  const before = { calls: await counters.calls(), statements: counters.statements() }
  const durations = await microsecondsOf(n, () => letIn(presented, mode))
  const redisPerCheck = ((await counters.calls()) - before.calls) / n
  const statementsPerCheck = (counters.statements() - before.statements) / n

  const cookieBytes = cookies.reduce((bytes, { name, value }) => bytes + name.length + value.length, 0)
  return { model, mode, n, ...describe(durations), redisPerCheck, statementsPerCheck, cookieBytes }
}

function describe(durations: readonly number[]): Pick<CheckFigures, 'p50' | 'p95' | 'p99' | 'histogram'> {
  const at = (fraction: number) => Number(percentile(durations, fraction).toFixed(1))
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), histogram: toBuckets(durations) }
}

async function logIn(model: Model, access: Access): Promise<readonly IssuedCookie[]> {
  const client = { ip: '192.0.2.1', userAgent: 'a benchmark' }
  const login = { amr: ['pwd'], persistent: true } as const
  const started = await startSession(model, access, { client, now: nowInSeconds(), ...login, replacing: [] })
  if (!started) throw new Error('revoked while starting')
  return started.cookies
}

/** A refusal is faster than a check and would falsify the figure. */
async function letIn(presented: Presented, mode: Mode): Promise<void> {
  const { verdict } = await checkVisitor(presented, { now: nowInSeconds(), trace: new Trace(), mode, renewFor: null })
  if (verdict !== 'allowed') throw new Error(`the check said ${verdict}`)
}
