import type { Failure, MeasureLine, Round } from '@/lib/lab/shared/measure-words'
import { type Model, models } from '@/lib/session/models'

export type Phase = 'idle' | 'running' | 'stopped' | 'failed' | 'done'

/** What one model has come to so far. */
export interface ModelResult {
  /** Null until its session is open. */
  cookieBytes: number | null
  rounds: readonly Round[]
}

/** Words of the server, its status where it gave none, and no answer at all. */
export type Broken = Failure | { status: number } | 'unanswered'

export interface Measurement {
  phase: Phase
  /** Rounds of each model. */
  count: number
  /** Which is measured now. */
  model: Model | null
  failure: Broken | null
  results: Readonly<Record<Model, ModelResult>>
}

const nothing: ModelResult = { cookieBytes: null, rounds: [] }

export const begin = (count: number, phase: Phase): Measurement => ({
  phase,
  count,
  model: null,
  failure: null,
  results: { sealed: nothing, stored: nothing, signed: nothing },
})

/** All that has arrived at once, so that a chart is not drawn for each line. */
export function addLines(before: Measurement, model: Model, lines: readonly MeasureLine[]): Measurement {
  const rounds = lines.filter((line) => line.says === 'round')
  const begun = lines.find((line) => line.says === 'begun')
  const { cookieBytes, rounds: known } = before.results[model]
  const result = { cookieBytes: begun?.cookieBytes ?? cookieBytes, rounds: [...known, ...rounds] }
  return { ...before, model, results: { ...before.results, [model]: result } }
}

export const doneOf = ({ results }: Measurement) =>
  models.reduce((done, model) => done + results[model].rounds.length, 0)
