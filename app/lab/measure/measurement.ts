import type { Failure, MeasureLine, Round } from '@/lib/lab/shared/measure-words'
import { type Model, models } from '@/lib/session/models'

export type Phase = 'idle' | 'running' | 'stopped' | 'failed' | 'done'

/** The results of one model so far. */
export interface ModelResult {
  /** null until its session is open. */
  cookieBytes: number | null
  rounds: readonly Round[]
}

/** The server's reason, or its status without one, or no answer at all. */
export type Broken = Failure | { status: number } | 'unanswered'

export interface Measurement {
  phase: Phase
  /** Rounds of each model. */
  count: number
  /** The model that is measured now. */
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

/** Adds all lines that arrived together, so that the chart is not rendered for each line. */
export function addLines(before: Measurement, model: Model, lines: readonly MeasureLine[]): Measurement {
  const rounds = lines.filter((line) => line.says === 'round')
  const begun = lines.find((line) => line.says === 'begun')
  const { cookieBytes, rounds: known } = before.results[model]
  const result = { cookieBytes: begun?.cookieBytes ?? cookieBytes, rounds: [...known, ...rounds] }
  return { ...before, model, results: { ...before.results, [model]: result } }
}

export const doneOf = ({ results }: Measurement) =>
  models.reduce((done, model) => done + results[model].rounds.length, 0)
