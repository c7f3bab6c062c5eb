import { models } from '@/lib/session/models'
import { countStatements } from '@/tests/bench/support/postgres-door'
import type { Started } from '@/tests/bench/support/started'
import type { BenchStores } from '@/tests/bench/support/stores'
import { bodiesOf, cacheCleaner, environmentOf, form, type Way, waysWith } from '@/tests/bench/token/ways'
import { startApplication } from '@/tests/support/application'
import type { Build } from '@/tests/support/build'
import { logInByForm } from '@/tests/support/log-in'
import type { Visitor } from '@/tests/support/visitor'

/** What one token asks of the stores: statements that reach PostgreSQL, calls that reach Redis. */
export interface Cost {
  statements: number
  calls: number
}

interface Counting {
  started: Started
  stores: BenchStores
  build: Build
  /** Tokens of each model and way, one after the other. */
  requests: number
}

/** Through a door that counts, and so not where time is measured. The first request is the one that fills, and does not count. */
export async function countCosts({ started, stores, build, requests }: Counting): Promise<ReadonlyMap<string, Cost>> {
  const { env, upstash } = stores
  const door = await started.use(
    () => countStatements(env.DATABASE_URL ?? ''),
    ({ close }) => close(),
  )
  const empty = await cacheCleaner(started, env.REDIS_URL ?? '')
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
    const app = await started.use(
      () => startApplication({ build, env: { ...env, ...environmentOf(cache), DATABASE_URL: door.url } }),
      ({ stop }) => stop(),
    )
    for (const model of models) {
      const visitor = await logInByForm(app, model)
      for (const way of waysWith[cache]) costs.set(`${model}, ${way}`, await count(visitor, way))
    }
    await app.stop()
  }
  return costs
}
