import type { PostgresDoor } from '@/tests/bench/support/postgres-door'
import type { Started } from '@/tests/bench/support/started'
import type { BenchStores } from '@/tests/bench/support/stores'
import type { Applications } from '@/tests/bench/token/applications'
import { bodiesOf, cacheCleaner, form, type Way, waysWith } from '@/tests/bench/token/ways'
import { logInByForm } from '@/tests/support/log-in'
import { models } from '@/tests/support/models'
import type { Visitor } from '@/tests/support/visitor'

/** What one token asks of the stores: statements that reach PostgreSQL, calls that reach Redis. */
export interface Cost {
  statements: number
  calls: number
}

interface Counting {
  started: Started
  stores: BenchStores
  /** They reach PostgreSQL through the door. */
  apps: Applications
  door: PostgresDoor
  /** Tokens of each model and way, one after the other. */
  requests: number
}

/** Through a door that counts, and so not where time is measured. The first request is the one that fills, and does not count. */
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
