'use client'

import { concludeMeasurement } from '@/app/lab/measure/conclude'
import { doneOf, type Measurement } from '@/app/lab/measure/measurement'
import { ResultTable } from '@/app/lab/measure/result-table'
import { type Series, toSeries } from '@/app/lab/measure/series'
import { useMeasurement } from '@/app/lab/measure/use-measurement'
import { Conclusions } from '@/app/lab/ui/conclusion'
import { Refusable } from '@/app/lab/ui/refusable'
import { reveal } from '@/app/lab/ui/reveal'
import { sayRefusal } from '@/app/lab/ui/say-refusal'
import { scaleFor } from '@/lib/figures/distribution'
import { fewest, most, places } from '@/lib/lab/shared/measure-words'
import { models } from '@/lib/session/models'

const headings = {
  edge: 'At the edge: checks the credential and the revocation list, not the row',
  server: 'On the server: checks the same, and the session itself',
} as const

export function MeasureDesk() {
  const { measurement, start, stop } = useMeasurement()
  const series = toSeries(measurement)
  const scale = scaleFor(series.map(({ histogram }) => histogram))
  const isRunning = measurement.phase === 'running'

  return (
    <div className="grid gap-8">
      <MeasureForm isRunning={isRunning} onStart={start} onStop={stop} />
      <Progress measurement={measurement} />
      {!isRunning && series.length > 0 && (
        <div ref={reveal}>
          <Conclusions of="measure" conclusions={concludeMeasurement(series)} />
        </div>
      )}
      <p className="max-w-2xl text-sm text-ink-soft">
        n is the number of checks. p50, p95 and p99 are percentiles of their duration. Redis and Postgres are calls per
        check. On the server, a stored session is also read in mode off, and then from Redis each time.
      </p>
      {places.map((place) => (
        <ResultTable
          key={place}
          heading={headings[place]}
          series={series.filter((one) => one.place === place)}
          scale={scale}
        />
      ))}
      <p>
        <button
          type="button"
          className="button button-quiet"
          aria-disabled={isRunning || series.every(({ n }) => n === 0)}
          onClick={() => !isRunning && series.some(({ n }) => n > 0) && save(series)}
        >
          Download as JSON
        </button>
      </p>
    </div>
  )
}

interface Props {
  isRunning: boolean
  onStart: (count: number) => Promise<void>
  onStop: () => void
}

/** Both buttons are always rendered: there is no layout shift, and the focus stays. */
export function MeasureForm({ isRunning, onStart, onStop }: Props) {
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        const count = Number(new FormData(event.currentTarget).get('count'))
        if (!isRunning) void onStart(count)
      }}
    >
      <label className="block">
        <span className="mb-1 block font-medium">Checks of each kind</span>
        <input
          className="input w-40"
          type="number"
          name="count"
          min={fewest}
          max={most}
          step={1}
          defaultValue={50}
          required
        />
      </label>
      <button type="submit" className="button" aria-disabled={isRunning}>
        Measure
      </button>
      <button type="button" className="button button-quiet" aria-disabled={!isRunning} onClick={onStop}>
        Stop
      </button>
    </form>
  )
}

const failures = {
  full: 'Your account has the highest number of sessions. One more would end the oldest: end a session yourself first.',
  refused: 'The session was refused, and a refusal is faster than a check: the figures are from before that.',
  unavailable: 'A store did not answer. The figures are from before that.',
  late: 'The time limit of a request was reached. The figures are from before that: choose fewer checks.',
  unanswered: 'The server did not answer. The figures are from before that.',
} as const

/** Each browser engine names the parts differently. */
const bar =
  'h-2 w-full appearance-none bg-rule [&::-webkit-progress-bar]:bg-rule [&::-webkit-progress-value]:bg-model [&::-moz-progress-bar]:bg-model'

/** The bar counts every round. The text changes only with the model, so that a screen reader does not announce each round. */
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
  if (phase === 'stopped') return `Stopped after ${done} of ${count * models.length} rounds. The session was ended.`
  if (phase === 'done') return `Done: ${done * 6} checks in ${done} rounds. The sessions were ended.`
  return 'A round is one check in each of three modes, at the edge and on the server. Strict asks Redis whether the session was revoked, snapshot asks a replica in memory, off does not ask.'
}

/** Downloads a file that the browser makes. The server stores nothing. */
export function save(series: readonly Series[]): void {
  const checks = series.filter(({ n }) => n > 0)
  const file = { origin: location.origin, date: new Date().toISOString(), unit: 'microseconds', checks }
  const address = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = 'checks.json'
  link.click()
  URL.revokeObjectURL(address)
}
