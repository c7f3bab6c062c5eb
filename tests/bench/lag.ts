import type { Model } from '@/lib/session/models'
import { acceptedAfter, isAccepted, lagOf, type Place, type Repetition, shotsAt } from '@/tests/bench/lag/fire'
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

export interface Course {
  mode: 'strict' | 'snapshot' | 'off'
  env: Readonly<Record<string, string>>
  repetitions: number
  /**
   * Milliseconds after the action's answer; no request that starts later may be accepted. Null: no bound is promised.
   */
  bound: number | null
  /** Milliseconds for which the requests continue after the answer. */
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

/** How long after a revocation two processes under continuous requests still accept a session. */
export async function lag({ started, quick }: BenchOptions): Promise<readonly string[]> {
  const { env } = await startBenchStores(started)
  // Copied once: a file saved in the meantime must not change the measured code.
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
      for (const place of places) {
        rows.push(rowOf(model, { ...course, place }, repetitions))
        broken.push(...brokenBy(model, { ...course, place }, repetitions))
      }
    }
    await pair.stop()
  }
  console.log(
    table(['mode', 'model', 'process', 'times', 'requests', 'min', 'median', 'max', 'bound', 'too late'], rows),
  )
  console.log('\nMilliseconds from the answer of the logout to the start of the last request that was accepted.')
  return broken
}

interface Seen extends Course {
  place: Place
}

const places: readonly Place[] = ['here', 'elsewhere']

export async function repeat(pair: Pair, model: Model, { repetitions, after }: Course): Promise<Repetition[]> {
  const done: Repetition[] = []
  for (let index = 0; index < repetitions; index += 1) {
    // A replica is refreshed at intervals: the logouts are spread over the interval.
    const before = 400 + (index / repetitions) * maxAge
    const visitor = await logInByForm(pair.first, model)
    const repetition = await revokeUnderFire(pair, { model, visitor }, { before, after })
    assertUnderFire(repetition)
    done.push(repetition)
  }
  return done
}

/** A session that was never accepted proves nothing when it is refused afterwards. */
function assertUnderFire({ shots, answeredAt, model }: Repetition): void {
  for (const process of ['first', 'second'] as const) {
    const accepted = shots.filter((shot) => shot.target.process === process && isAccepted(shot))
    if (!accepted.some(({ start }) => start < answeredAt))
      throw new Error(`${model} was not accepted by the ${process}`)
  }
}

function rowOf(model: Model, course: Seen, repetitions: readonly Repetition[]): readonly string[] {
  const { mode, place } = course
  const lags = repetitions.map((repetition) => lagOf(repetition, place))
  const requests = repetitions.reduce((sum, repetition) => sum + shotsAt(repetition, place).length, 0)
  const figures = [Math.min(...lags), median(lags), Math.max(...lags)].map((figure) => figure.toFixed(0))
  const bound = course.bound === null ? '' : String(place === 'here' ? 0 : course.bound)
  const late = course.bound === null ? '' : String(lateOf(course, repetitions).length)
  return [mode, model, place, String(lags.length), String(requests), ...figures, bound, late]
}

function lateOf({ bound, place }: Seen, repetitions: readonly Repetition[]) {
  return bound === null ? [] : repetitions.flatMap((repetition) => acceptedAfter(repetition, bound, place))
}

function brokenBy(model: Model, course: Seen, repetitions: readonly Repetition[]): readonly string[] {
  const { mode, place } = course
  return lateOf(course, repetitions).map(({ target }) => `${mode}, ${model}: ${target.path} ${place}, after the bound`)
}
