import type { Model } from '@/lib/session/models'
import { acceptedAfter, isAccepted, lagOf, type Repetition } from '@/tests/bench/lag/fire'
import { type Pair, revokeUnderFire, startPair } from '@/tests/bench/lag/pair'
import type { BenchOptions } from '@/tests/bench/run'
import { median } from '@/tests/bench/support/statistics'
import { startBenchStores } from '@/tests/bench/support/stores'
import { table } from '@/tests/bench/support/table'
import { buildApplication } from '@/tests/support/build'
import { logInByForm } from '@/tests/support/log-in'
import { models } from '@/tests/support/models'

/** Milliseconds; `REVOCATION_MAX_AGE_MS` of the measured processes. */
const maxAge = 1000
const freshSeconds = 5

interface Course {
  mode: 'strict' | 'snapshot' | 'off'
  env: Readonly<Record<string, string>>
  repetitions: number
  /** Milliseconds after the action's answer; later, nothing may start and be accepted. Null: nothing is promised. */
  bound: number | null
  /** Milliseconds for which the session is under fire after the answer. */
  after: number
}

const courses: readonly Course[] = [
  { mode: 'strict', env: {}, repetitions: 20, bound: 0, after: 500 },
  {
    mode: 'snapshot',
    env: { REVOCATION_MAX_AGE_MS: String(maxAge) },
    repetitions: 20,
    bound: maxAge,
    after: maxAge + 500,
  },
  {
    mode: 'off',
    env: { FRESH_SECONDS: String(freshSeconds) },
    repetitions: 3,
    bound: null,
    after: (freshSeconds + 1) * 1000,
  },
]

/** How long after a revocation a session is still believed, by two processes that are asked without pause. */
export async function lag({ started, quick }: BenchOptions): Promise<readonly string[]> {
  const { env } = await startBenchStores(started)
  // Once: a file that is saved in the meantime must not change what is measured.
  const build = await buildApplication()
  const rows: (readonly string[])[] = []
  const broken: string[] = []

  for (const course of courses) {
    const pair = await started.use(
      () => startPair({ ...env, ...course.env, REVOCATION_MODE: course.mode }, build),
      ({ stop }) => stop(),
    )
    for (const model of models) {
      const repetitions = await repeat(pair, model, quick ? { ...course, repetitions: 1 } : course)
      rows.push(rowOf(model, course, repetitions))
      broken.push(...brokenBy(model, course, repetitions))
    }
    await pair.stop()
  }
  console.log(table(['mode', 'model', 'times', 'requests', 'min', 'median', 'max', 'bound', 'too late'], rows))
  console.log('\nMilliseconds from the answer of the logout to the start of the last request that was accepted.')
  return broken
}

async function repeat(pair: Pair, model: Model, { repetitions, after }: Course): Promise<Repetition[]> {
  const done: Repetition[] = []
  for (let index = 0; index < repetitions; index += 1) {
    // A copy is refreshed every so often: the logouts fall on every moment in between.
    const before = 400 + (index / repetitions) * maxAge
    const visitor = await logInByForm(pair.first, model)
    const repetition = await revokeUnderFire(pair, { model, visitor }, { before, after })
    assertUnderFire(repetition)
    done.push(repetition)
  }
  return done
}

/** A session that was not let in before shows nothing by not being let in afterwards. */
function assertUnderFire({ shots, answeredAt, model }: Repetition): void {
  for (const process of ['first', 'second'] as const) {
    const accepted = shots.filter((shot) => shot.target.process === process && isAccepted(shot))
    if (!accepted.some(({ start }) => start < answeredAt)) throw new Error(`${model} was not let in by the ${process}`)
  }
}

function rowOf(model: Model, { mode, bound }: Course, repetitions: readonly Repetition[]): readonly string[] {
  const lags = repetitions.map(lagOf)
  const requests = repetitions.reduce((sum, { shots }) => sum + shots.length, 0)
  const late =
    bound === null ? '' : String(repetitions.flatMap((repetition) => acceptedAfter(repetition, bound)).length)
  const figures = [Math.min(...lags), median(lags), Math.max(...lags)].map((figure) => figure.toFixed(0))
  return [mode, model, String(lags.length), String(requests), ...figures, bound === null ? '' : String(bound), late]
}

function brokenBy(model: Model, { mode, bound }: Course, repetitions: readonly Repetition[]): readonly string[] {
  const late = bound === null ? [] : repetitions.flatMap((repetition) => acceptedAfter(repetition, bound))
  return late.map(({ target }) => `${mode}, ${model}: ${target.path} of the ${target.process} process, after the bound`)
}
