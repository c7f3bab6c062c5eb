import { writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { sayDuration } from '@/lib/figures/distribution'
import { type CheckFigures, Figures } from '@/lib/figures/measured'
import { modes } from '@/lib/session/revocation/modes'
import { drawInto } from '@/tests/bench/all/draw'
import { type Counters, measureVisitors, prepareVisitors, type Repetitions } from '@/tests/bench/all/visitors'
import type { BenchOptions } from '@/tests/bench/run'
import { readMachine } from '@/tests/bench/support/machine'
import { showProgress } from '@/tests/bench/support/progress'
import { startBenchStores } from '@/tests/bench/support/stores'
import { table } from '@/tests/bench/support/table'
import { models } from '@/tests/support/models'
import { countStatements } from '@/tests/support/postgres-door'

const full: Repetitions = { strict: 3000, snapshot: 20_000, off: 10_000 }
const small: Repetitions = { strict: 20, snapshot: 100, off: 50 }

const what =
  'checkVisitor() in one process: the whole server check of a request, from its cookies to the session, by a credential seen before'

/** Measures the server check of every model in every mode, and writes figures and pictures to docs/. */
export async function all({ started, quick }: BenchOptions): Promise<readonly string[]> {
  const { env, upstash } = await startBenchStores(started)
  const door = await started.use(
    () => countStatements(env.DATABASE_URL ?? ''),
    ({ close }) => close(),
  )
  Object.assign(process.env, env, { DATABASE_URL: door.url })

  const [before = 0] = loadavg()
  const checks = await measureChecks(quick, { calls: upstash.calls, statements: door.statements })
  const [after = 0] = loadavg()
  const load = [Number(before.toFixed(1)), Number(after.toFixed(1))]

  console.log(table(['model', 'mode', 'n', 'p50', 'p95', 'p99', 'Redis', 'SQL', 'bytes'], checks.map(rowOf)))
  console.log(`\n${what}. Redis and SQL: queries per check. Bytes of cookies. Load ${load.join(' to ')}.`)
  if (!quick) await writeChecks({ checks, load, command: 'npm run bench' })
  return []
}

/** Each model in each mode, in this process. */
export async function measureChecks(quick: boolean, counters: Counters): Promise<readonly CheckFigures[]> {
  const repetitions = quick ? small : full
  const visitors = await prepareVisitors()
  const checks: CheckFigures[] = []
  const total = models.length * modes.length
  for (const mode of modes) {
    for (const model of models) {
      showProgress(checks.length, total, `${model}, ${mode}`)
      checks.push(await measureVisitors({ model, mode, n: repetitions[mode] }, visitors, counters))
    }
  }
  showProgress(total, total, 'measured')
  return checks
}

function rowOf(check: CheckFigures): readonly string[] {
  const durations = [check.p50, check.p95, check.p99].map(sayDuration)
  const questions = [check.redisPerCheck, check.statementsPerCheck].map((rate) => rate.toFixed(4))
  return [check.model, check.mode, String(check.n), ...durations, ...questions, String(check.cookieBytes)]
}

interface Measured {
  checks: readonly CheckFigures[]
  load: readonly number[]
  command: string
}

/** Writes docs/bench.json and draws its pictures. */
export async function writeChecks(measured: Measured): Promise<void> {
  const figures = Figures.parse({ what, ...measured, ...readMachine(), unit: 'microseconds' })
  await writeFile('docs/bench.json', `${JSON.stringify(figures, null, 2)}\n`)
  await drawInto(figures)
}
