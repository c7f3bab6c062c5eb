import { cp, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Model } from '@/lib/session/models'
import { interleave, type Lane, type Rounds, type Sample } from '@/tests/bench/http/rounds'
import type { BenchOptions } from '@/tests/bench/run'
import { median } from '@/tests/bench/support/statistics'
import { startBenchStores } from '@/tests/bench/support/stores'
import { table } from '@/tests/bench/support/table'
import { type Application, startApplication } from '@/tests/support/application'
import { buildApplication, buildChanged } from '@/tests/support/build'
import { logInByForm } from '@/tests/support/log-in'
import { models } from '@/tests/support/models'

/** The required share of the throughput of the same route without a check. */
const required = { snapshot: 0.88, strict: 0.5, off: null } as const
type Mode = keyof typeof required

const modes = ['snapshot', 'strict', 'off'] as const

/** Published figures, not measured here: the same work on a comparable machine. */
const given = [
  ['iron-session, plain', '0.64'],
  ['Better Auth, cookie cache', '0.56'],
  ['Better Auth, session table', '0.43'],
  ['Auth.js', '0.42'],
] as const

const unguarded = 'unguarded'

/** The share of a route's throughput that remains when it checks its caller. */
export async function http({ started, quick }: BenchOptions): Promise<readonly string[]> {
  const { env, upstash } = await startBenchStores(started)
  // With --quick a build would take longer than the rest: a public route replaces the unguarded one.
  const build = quick ? await buildApplication() : await buildChanged('bench', addUnguardedRoute)
  const base = quick ? () => '/.well-known/jwks.json' : unguardedPath
  const pace = quick ? { rounds: 1, seconds: 0.3 } : { rounds: 9, seconds: 2 }
  const crowds = quick ? [1] : [32, 1]

  const measured: Measured[] = []
  for (const mode of quick ? modes.slice(0, 1) : modes) {
    const app = await started.use(
      // No session becomes due during the measurement. One process per mode; it stays up, so that the figures do not
      // depend on the order.
      () => startApplication({ build, env: { ...env, REVOCATION_MODE: mode, FRESH_SECONDS: '86400' } }),
      ({ stop }) => stop(),
    )
    const lanes = await openLanes(app, base)
    for (const connections of crowds)
      measured.push({ mode, ...(await interleave(lanes, { connections, ...pace }, upstash)) })
  }
  const headings = [
    ...['mode', 'connections', 'route', 'requests/s', 'ratio', 'from', 'to', 'required'],
    ...['calls/request', 'calls/s'],
  ]
  console.log(table(headings, measured.flatMap(rowsOf)))
  console.log(
    '\nMedians of interleaved rounds. Ratio: to the unguarded route in the same round; from, to: of all rounds. Calls of Redis.\n',
  )
  console.log(table(['published, for comparison', 'ratio'], given))
  if (quick) console.log('\n--quick: the JWK set replaces the unguarded route, which needs a build of its own.')
  return quick ? [] : measured.flatMap(brokenBy)
}

async function addUnguardedRoute(tree: string): Promise<void> {
  const route = join(tree, 'app/api/unguarded/route.ts')
  await mkdir(dirname(route), { recursive: true })
  await cp('tests/bench/http/unguarded-route.ts', route)
}

const unguardedPath = (userId: string) => `/api/unguarded?user=${userId}`

/** @param base the path that asks for this user without a check */
async function openLanes(app: Application, base: (userId: string) => string): Promise<readonly Lane[]> {
  const lanes: Lane[] = []
  for (const model of models) {
    const visitor = await logInByForm(app, model)
    const cookie = visitor.jar.header()
    const { user } = await visitor.me()
    if (lanes.length === 0) lanes.push({ name: unguarded, url: `${app.url}${base(user?.id ?? '')}`, cookie })
    lanes.push({ name: model, url: `${app.url}/api/me`, cookie })
  }
  return lanes
}

interface Measured extends Rounds {
  mode: Mode
}

function samplesOf({ rounds }: Rounds, lane: string): readonly Sample[] {
  return rounds.flatMap((round) => round.get(lane) ?? [])
}

/** Round by round, so that drift cancels out. */
function ratiosOf(measured: Rounds, lane: string): readonly number[] {
  const base = samplesOf(measured, unguarded)
  return samplesOf(measured, lane).map(
    ({ requestsPerSecond }, round) => requestsPerSecond / (base[round]?.requestsPerSecond ?? Number.NaN),
  )
}

function rowsOf(measured: Measured): readonly (readonly string[])[] {
  return [unguarded, ...models].map((lane) => {
    const samples = samplesOf(measured, lane)
    const sum = (of: (sample: Sample) => number) => samples.reduce((total, sample) => total + of(sample), 0)
    const calls = sum((sample) => sample.calls)
    const ratios = ratiosOf(measured, lane)
    return [
      ...[measured.mode, String(measured.connections), lane],
      median(samples.map(({ requestsPerSecond }) => requestsPerSecond)).toFixed(0),
      ...[median(ratios), Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2)),
      lane === unguarded ? '' : String(required[measured.mode] ?? ''),
      (calls / sum(({ requests }) => requests)).toFixed(4),
      (calls / sum(({ seconds }) => seconds)).toFixed(1),
    ]
  })
}

function brokenBy(measured: Measured): readonly string[] {
  const { mode, connections } = measured
  const least = required[mode]
  const isTooSlow = (model: Model) => least !== null && median(ratiosOf(measured, model)) < least
  return models.filter(isTooSlow).map((model) => `${mode}, ${model}, ${connections} connections: below ${least}`)
}
