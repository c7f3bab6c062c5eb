import { type Model, models } from '@/lib/session/models'
import { interleave, type Lane, type Rounds, type Sample } from '@/tests/bench/http/rounds'
import type { Started } from '@/tests/bench/support/started'
import { median, percentile } from '@/tests/bench/support/statistics'
import type { BenchStores } from '@/tests/bench/support/stores'
import { table } from '@/tests/bench/support/table'
import { type Cost, countCosts } from '@/tests/bench/token/costs'
import { bodiesOf, cacheCleaner, environmentOf, form, type Way, ways } from '@/tests/bench/token/ways'
import { startApplication } from '@/tests/support/application'
import { buildApplication } from '@/tests/support/build'
import { logIn } from '@/tests/support/log-in'

/** `POST /api/token` with the cache and without, by each model, by one caller at a time and by many. */
export interface Exchange {
  measured: readonly Rounds[]
  printed: string
}

const nameOf = (model: Model, way: Way) => `${model}, ${way}`

export async function measureExchange(started: Started, stores: BenchStores, quick: boolean): Promise<Exchange> {
  // Once: a file that is saved in the meantime must not change what is measured.
  const build = await buildApplication()
  const costs = await countCosts({ started, stores, build, requests: quick ? 5 : 200 })
  const start = (cache: 'on' | 'off') =>
    started.use(
      () => startApplication({ build, env: { ...stores.env, ...environmentOf(cache) } }),
      ({ stop }) => stop(),
    )
  const apps = { off: await start('off'), on: await start('on') }
  const prepare = await cacheCleaner(started, stores.env.REDIS_URL ?? '')
  const lanes: Lane[] = []
  for (const model of models) {
    for (const way of ways) {
      const app = way === 'off' ? apps.off : apps.on
      const headers = { ...form, cookie: (await logIn(app, model)).jar.header() }
      const asking = { url: `${app.url}/api/token`, method: 'POST', headers, body: bodiesOf(way), prepare } as const
      lanes.push({ name: nameOf(model, way), ...asking })
    }
  }
  const pace = quick ? { rounds: 1, seconds: 1 } : { rounds: 7, seconds: 2 }
  const measured: Rounds[] = []
  for (const connections of [1, 16]) measured.push(await interleave(lanes, { connections, ...pace }, stores.upstash))

  const headings = [
    'connections',
    'model',
    'cache',
    'tokens/s',
    'p50',
    'p99',
    'ratio',
    'from',
    'to',
    'queries',
    'calls',
  ]
  const rows = measured.flatMap((rounds) => rowsOf(rounds, costs))
  return { measured, printed: table(headings, rows) }
}

const samplesOf = ({ rounds }: Rounds, model: Model, way: Way): readonly Sample[] =>
  rounds.flatMap((round) => round.get(nameOf(model, way)) ?? [])

/** To what there is without the cache. Round by round, so that drift cancels out. */
export function ratiosOf(rounds: Rounds, model: Model, way: Way): readonly number[] {
  const without = samplesOf(rounds, model, 'off')
  return samplesOf(rounds, model, way).map(
    ({ requestsPerSecond }, round) => requestsPerSecond / (without[round]?.requestsPerSecond ?? Number.NaN),
  )
}

function rowsOf(rounds: Rounds, costs: ReadonlyMap<string, Cost>): readonly (readonly string[])[] {
  return models.flatMap((model) =>
    ways.map((way) => {
      const samples = samplesOf(rounds, model, way)
      const durations = samples.flatMap((sample) => sample.durations)
      const ratios = ratiosOf(rounds, model, way)
      const cost = costs.get(nameOf(model, way))
      return [
        ...[String(rounds.connections), model, way],
        median(samples.map(({ requestsPerSecond }) => requestsPerSecond)).toFixed(0),
        ...[0.5, 0.99].map((fraction) => percentile(durations, fraction).toFixed(2)),
        ...[median(ratios), Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2)),
        ...[cost?.statements, cost?.calls].map((count) => count?.toFixed(2) ?? ''),
      ]
    }),
  )
}
