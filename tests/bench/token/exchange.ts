import { percentile } from '@/lib/distribution'
import { type Model, models } from '@/lib/session/models'
import type { Started } from '@/tests/bench/support/started'
import { median } from '@/tests/bench/support/statistics'
import type { BenchStores } from '@/tests/bench/support/stores'
import { table } from '@/tests/bench/support/table'
import { type Lane, type Turn, type Turns, takeTurns } from '@/tests/bench/support/turns'
import { type Cost, countCosts } from '@/tests/bench/token/costs'
import { bodiesOf, cacheCleaner, environmentOf, form, type Way, ways, waysWith } from '@/tests/bench/token/ways'
import { startApplication } from '@/tests/support/application'
import { type Build, buildApplication } from '@/tests/support/build'
import { logInByForm } from '@/tests/support/log-in'

/** `POST /api/token` with the cache and without, by each model, by one caller at a time and by many. */
export interface Exchange {
  measured: readonly Turns[]
  printed: string
}

/** Connections, and requests of each in a turn. */
const crowds = [
  [1, 4],
  [16, 2],
] as const

const nameOf = (model: Model, way: Way) => `${model}, ${way}`

const headings = [
  ...['connections', 'model', 'cache', 'turns', 'tokens/s', 'p50', 'p99', 'ratio'],
  ...['queries', 'calls'],
]

export async function measureExchange(started: Started, stores: BenchStores, quick: boolean): Promise<Exchange> {
  // Once: a file that is saved in the meantime must not change what is measured.
  const build = await buildApplication()
  const costs = await countCosts({ started, stores, build, requests: quick ? 5 : 50 })
  const lanes = await openLanes(started, stores, build)
  const prepare = await cacheCleaner(started, stores.env.REDIS_URL ?? '')

  const measured: Turns[] = []
  for (const [connections, requests] of quick ? crowds.slice(0, 1) : crowds) {
    measured.push(await takeTurns(lanes, { connections, requests, seconds: quick ? 1 : 120, prepare }))
  }
  return {
    measured,
    printed: table(
      headings,
      measured.flatMap((turns) => rowsOf(turns, costs)),
    ),
  }
}

async function openLanes(started: Started, { env }: BenchStores, build: Build): Promise<readonly Lane[]> {
  const start = (cache: 'on' | 'off') =>
    started.use(
      () => startApplication({ build, env: { ...env, ...environmentOf(cache) } }),
      ({ stop }) => stop(),
    )
  const [off, on] = await Promise.all([start('off'), start('on')])
  const apps = { off, on }
  const lanes: Lane[] = []
  for (const model of models) {
    for (const cache of ['off', 'on'] as const) {
      const { url } = apps[cache]
      const headers = { ...form, cookie: (await logInByForm({ url }, model)).jar.header() }
      const asking = { url: `${url}/api/token`, method: 'POST', headers, status: 200 } as const
      for (const way of waysWith[cache]) lanes.push({ name: nameOf(model, way), body: bodiesOf(way), ...asking })
    }
  }
  return lanes
}

const turnsOf = ({ turns }: Turns, model: Model, way: Way): readonly Turn[] =>
  turns.flatMap((turn) => turn.get(nameOf(model, way)) ?? [])

/** To what there is without the cache. Turn by turn, so that drift cancels out. */
export function ratiosOf(turns: Turns, model: Model, way: Way): readonly number[] {
  const without = turnsOf(turns, model, 'off')
  return turnsOf(turns, model, way).map(
    ({ requestsPerSecond }, turn) => requestsPerSecond / (without[turn]?.requestsPerSecond ?? Number.NaN),
  )
}

function rowsOf(measured: Turns, costs: ReadonlyMap<string, Cost>): readonly (readonly string[])[] {
  return models.flatMap((model) =>
    ways.map((way) => {
      const turns = turnsOf(measured, model, way)
      const durations = turns.flatMap((turn) => turn.durations)
      const cost = costs.get(nameOf(model, way))
      return [
        ...[String(measured.connections), model, way, String(turns.length)],
        median(turns.map(({ requestsPerSecond }) => requestsPerSecond)).toFixed(0),
        ...[0.5, 0.99].map((fraction) => percentile(durations, fraction).toFixed(2)),
        median(ratiosOf(measured, model, way)).toFixed(2),
        ...[cost?.statements, cost?.calls].map((count) => count?.toFixed(2) ?? ''),
      ]
    }),
  )
}
