import { percentile } from '@/lib/figures/distribution'
import type { Model } from '@/lib/session/models'
import type { Started } from '@/tests/bench/support/started'
import { median } from '@/tests/bench/support/statistics'
import type { BenchStores } from '@/tests/bench/support/stores'
import { table } from '@/tests/bench/support/table'
import { type Lane, type Turn, type Turns, takeTurns } from '@/tests/bench/support/turns'
import { type Applications, startApplications } from '@/tests/bench/token/applications'
import { type Cost, countCosts } from '@/tests/bench/token/costs'
import { bodiesOf, cacheCleaner, form, type Way, ways, waysWith } from '@/tests/bench/token/ways'
import { buildApplication } from '@/tests/support/build'
import { logInByForm } from '@/tests/support/log-in'
import { models } from '@/tests/support/models'
import { countStatements } from '@/tests/support/postgres-door'

/** `POST /api/token` with the cache and without, by each model, by one caller at a time and by many. */
export interface Exchange {
  /** The measured applications, which are still running. */
  apps: Applications
  measured: readonly Turns[]
  printed: string
}

interface Measuring {
  started: Started
  stores: BenchStores
  quick: boolean
  /** The duration of the measurement, for each number of connections. */
  seconds?: number
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

export async function measureExchange({ started, stores, quick, seconds = 120 }: Measuring): Promise<Exchange> {
  // Copied once: a file saved in the meantime must not change the measured code.
  const build = await buildApplication()
  const { env } = stores
  const door = await started.use(
    () => countStatements(env.DATABASE_URL ?? ''),
    ({ close }) => close(),
  )
  const counted = await startApplications({ started, build, env: { ...env, DATABASE_URL: door.url } })
  const costs = await countCosts({ started, stores, apps: counted, door, requests: quick ? 5 : 50 })
  if (!quick) await Promise.all(Object.values(counted).map(({ stop }) => stop()))
  // With --quick the figures do not matter: the counting proxy may slow down the timing.
  const apps = quick ? counted : await startApplications({ started, build, env })
  const lanes = await openLanes(apps)
  const prepare = await cacheCleaner(started, env.EMBEDDED_REDIS_URL ?? '')

  const measured: Turns[] = []
  for (const [connections, requests] of quick ? crowds.slice(0, 1) : crowds) {
    measured.push(await takeTurns(lanes, { connections, requests, seconds: quick ? 0 : seconds, prepare }))
  }
  return {
    apps,
    measured,
    printed: table(
      headings,
      measured.flatMap((turns) => rowsOf(turns, costs)),
    ),
  }
}

async function openLanes(apps: Applications): Promise<readonly Lane[]> {
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

/** The ratio to the figures without the cache, turn by turn, so that drift cancels out. */
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
