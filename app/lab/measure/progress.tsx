import { doneOf, type Measurement } from '@/app/lab/measure/measurement'
import { Refusable } from '@/app/lab/ui/refusable'
import { sayRefusal } from '@/app/lab/ui/say-refusal'
import { models } from '@/lib/session/models'

const failures = {
  full: 'You have as many sessions as an account may have. One more would end the oldest: end one yourself first.',
  refused: 'The session was not let in, and a refusal is quicker than a check: the figures are from before that.',
  unavailable: 'A store did not answer. The figures are from before that.',
  late: 'A request may take no longer. The figures are from before that: choose fewer checks.',
  unanswered: 'The server did not answer. The figures are from before that.',
} as const

/** Each browser engine names the parts differently. */
const bar =
  'h-2 w-full appearance-none bg-rule [&::-webkit-progress-bar]:bg-rule [&::-webkit-progress-value]:bg-model [&::-moz-progress-bar]:bg-model'

/** The bar counts every round; the words change with the model, so that a screen reader is not talked over. */
export function Progress({ measurement }: { measurement: Measurement }) {
  return (
    <div className="min-h-16 max-w-2xl">
      <progress
        className={bar}
        aria-label="Rounds measured"
        max={Math.max(1, measurement.count * models.length)}
        value={doneOf(measurement)}
      />
      <p role="status" className="mt-1">
        <Refusable word={sentenceFor(measurement)} />
      </p>
    </div>
  )
}

function sentenceFor(measurement: Measurement): string {
  const { phase, model, count, failure } = measurement
  const done = doneOf(measurement)
  if (failure) return typeof failure === 'object' ? sayRefusal(failure.status) : failures[failure]
  if (phase === 'running') return model ? `Measuring ${model} …` : 'Opening a session …'
  if (phase === 'stopped') return `Stopped after ${done} of ${count * models.length} rounds. The session is ended.`
  if (phase === 'done') return `Done: ${done * 6} checks in ${done} rounds. The sessions are ended.`
  return 'A round is one check in each of three modes, at the edge and on the server.'
}
