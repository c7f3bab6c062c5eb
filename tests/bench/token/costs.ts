import type { Started } from '@/tests/bench/support/started'
import type { BenchStores } from '@/tests/bench/support/stores'
import type { Applications } from '@/tests/bench/token/applications'
import { bodiesOf, cacheCleaner, form, type Way, waysWith } from '@/tests/bench/token/ways'
import { logInByForm } from '@/tests/support/log-in'
import { models } from '@/tests/support/models'
import type { PostgresDoor } from '@/tests/support/postgres-door'
import type { Visitor } from '@/tests/support/visitor'

/** The load of one token on the stores: statements of PostgreSQL, calls of Redis. */
export interface Cost {
  statements: number
  calls: number
}

interface Counting {
  started: Started
  stores: BenchStores
  /** They reach PostgreSQL through the proxy. */
  apps: Applications
  door: PostgresDoor
  /** Tokens of each model and way, one after the other. */
  requests: number
}

/**
 * Runs through the counting proxy, and therefore separately from the timing. The first request fills the cache, and
 * does not count.
 */
export async function countCosts(counting: Counting): Promise<ReadonlyMap<string, Cost>> {
  const { started, stores, apps, door, requests } = counting
  const { env, upstash } = stores
  const empty = await cacheCleaner(started, env.EMBEDDED_REDIS_URL ?? '')
  const costs = new Map<string, Cost>()
  const count = async (visitor: Visitor, way: Way): Promise<Cost> => {
    const body = bodiesOf(way)
    const fetchToken = () => visitor.send('POST', '/api/token', form, body())
    await empty()
    await fetchToken()
    const before = { statements: door.statements(), calls: await upstash.calls() }
    for (let request = 0; request < requests; request += 1) await fetchToken()
    const [statements, calls] = [door.statements() - before.statements, (await upstash.calls()) - before.calls]
    return { statements: statements / requests, calls: calls / requests }
  }
  for (const cache of ['off', 'on'] as const) {
    for (const model of models) {
      const visitor = await logInByForm(apps[cache], model)
      for (const way of waysWith[cache]) costs.set(`${model}, ${way}`, await count(visitor, way))
    }
  }
  return costs
}
