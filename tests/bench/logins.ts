import { readFile, writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { percentile } from '@/lib/figures/distribution'
import { routes } from '@/lib/routes'
import { openCookies, openCrowd } from '@/tests/bench/logins/crowd'
import type { BenchOptions } from '@/tests/bench/run'
import { ask, atRate, type Timed } from '@/tests/bench/support/pace'
import { startBenchStores } from '@/tests/bench/support/stores'
import { table } from '@/tests/bench/support/table'
import { type Application, startApplication } from '@/tests/support/application'
import { buildApplication, buildChanged } from '@/tests/support/build'
import { shortTimeouts } from '@/tests/support/timeouts'

/** What signed-in visitors request, each at a fixed rate per second. */
const lanes = [
  { path: routes.me, perSecond: 20 },
  { path: routes.dashboard, perSecond: 4 },
] as const

const loginsPerSecond = 20
/** The p99 of the signed-in during the burst, in multiples of that on a quiet server. */
const most = 3

/** Defaults of production, where `startApplication` has others. A proxy names the client: each login is from another network. */
export const asInProduction = {
  ...shortTimeouts,
  REVOCATION_MODE: 'snapshot',
  RATE_LIMIT: 'on',
  TRUSTED_PROXY_HOPS: '1',
}

/**
 * What a burst of logins costs those who are signed in. `npm run bench -- logins unlimited` measures the same application with a
 * queue that lets all hashes run at once.
 */
export async function logins({ started, quick, named }: BenchOptions): Promise<readonly string[]> {
  const { env } = await startBenchStores(started)
  const isUnlimited = named.includes('unlimited')
  const build = await (isUnlimited ? buildChanged('unlimited', removeLimits) : buildApplication())
  const app = await started.use(
    () => startApplication({ build, env: { ...env, ...asInProduction } }),
    ({ stop }) => stop(),
  )
  const seconds = quick ? 2 : 60
  const burst = await openCrowd(app, quick ? 10 : 200)
  // Nothing that is measured is the first of its kind.
  await Promise.all([visit(app, quick ? 1 : 10), burst({ perSecond: 2, seconds: quick ? 1 : 10 })])

  // Half before and half after the burst: the speed of a shared machine changes within minutes.
  const before = await visit(app, seconds / 2)
  const loads = [loadavg()[0]]
  const [during, attempts] = await Promise.all([visit(app, seconds), burst({ perSecond: loginsPerSecond, seconds })])
  loads.push(loadavg()[0])
  const after = await visit(app, seconds / 2)
  const quiet = before.map((lane, index) => ({ ...lane, answers: [...lane.answers, ...(after[index]?.answers ?? [])] }))

  console.log(table(headings, [...quiet.map(rowOf('quiet')), ...during.map(rowOf('logins'))]))
  console.log(`\n${table(['logins', 'accepted', 'refused', 'failed', 'p50', 'p99'], [rowOfLogins(attempts)])}`)
  console.log(`\nMilliseconds. Load before and after the logins: ${loads.map((load) => load?.toFixed(1)).join(', ')}.`)
  return quick ? [] : brokenBy(quiet, during)
}

/** What the application would be without a queue: the figures "before". */
async function removeLimits(tree: string): Promise<void> {
  const path = join(tree, 'lib/server/limits/turn-queue.ts')
  const text = await readFile(path, 'utf8')
  const changed = text.replace(
    '#policy = policy',
    '#policy = { ...policy, running: 1_000_000, ofOneNetwork: 1_000_000 }',
  )
  if (changed === text) throw new Error('turn-queue.ts has no limits to remove')
  await writeFile(path, changed)
}

interface Lane {
  path: string
  answers: readonly Timed[]
}

/** One session of each model, in turns. */
async function visit(app: Application, seconds: number): Promise<readonly Lane[]> {
  const cookies = await openCookies(app)
  return Promise.all(
    lanes.map(async ({ path, perSecond }) => {
      const send = (number: number) => ask(app.url, path, { headers: { Cookie: cookies[number % cookies.length] } })
      return { path, answers: await atRate({ perSecond, seconds }, send) }
    }),
  )
}

const headings = ['server', 'request', 'requests', '200', '503', '500', 'other', 'p50', 'p99', 'max']

const count = (answers: readonly Timed[], wanted: (status: number) => boolean) =>
  answers.filter(({ status }) => wanted(status)).length
const isOther = (status: number) => ![200, 503, 500].includes(status)
const durationsOf = (answers: readonly Timed[]) => answers.map(({ took }) => took)
const p99Of = ({ answers }: Lane) => percentile(durationsOf(answers), 0.99)

const rowOf =
  (server: string) =>
  ({ path, answers }: Lane): readonly string[] => {
    const counts = [200, 503, 500].map((wanted) => count(answers, (status) => status === wanted))
    const times = [0.5, 0.99, 1].map((fraction) => percentile(durationsOf(answers), fraction).toFixed(1))
    return [server, path, ...[answers.length, ...counts, count(answers, isOther)].map(String), ...times]
  }

function rowOfLogins(attempts: readonly Timed[]): readonly string[] {
  const accepted = attempts.filter(({ status }) => status === 303)
  const refused = attempts.filter(
    ({ status, body }) => [200, 503].includes(status) && body.includes('Many people are logging in'),
  )
  const failed = attempts.length - accepted.length - refused.length
  const times = [0.5, 0.99].map((fraction) => percentile(durationsOf(accepted), fraction).toFixed(0))
  return [...[attempts.length, accepted.length, refused.length, failed].map(String), ...times]
}

function brokenBy(quiet: readonly Lane[], during: readonly Lane[]): readonly string[] {
  return during.flatMap((lane, index) => {
    const failed = count(lane.answers, (status) => status !== 200)
    const before = quiet[index]
    const times = before ? p99Of(lane) / p99Of(before) : Number.NaN
    return [
      ...(failed > 0 ? [`${lane.path}: ${failed} of ${lane.answers.length} requests of the signed-in failed`] : []),
      ...(times <= most ? [] : [`${lane.path}: p99 ${times.toFixed(1)} times that of a quiet server, above ${most}`]),
    ]
  })
}
