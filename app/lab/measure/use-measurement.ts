import { useEffect, useRef, useState } from 'react'
import { addLines, type Broken, begin, type Measurement } from '@/app/lab/measure/measurement'
import { readLines } from '@/app/lab/ui/read-lines'
import { MeasureLine, measureAddress } from '@/lib/lab/shared/measure-words'
import { type Model, models } from '@/lib/session/models'

type Say = (model: Model, lines: readonly MeasureLine[]) => void

/** Measures one model after the other, until all are done or the user stops it. */
export function useMeasurement() {
  const [measurement, setMeasurement] = useState<Measurement>(begin(0, 'idle'))
  const running = useRef<AbortController>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function start(count: number): Promise<void> {
    if (running.current) return
    const stopping = new AbortController()
    running.current = stopping
    setMeasurement(begin(count, 'running'))

    const failure = await measureAll(count, stopping.signal, (model, lines) =>
      setMeasurement((before) => addLines(before, model, lines)),
    )
    running.current = null
    setMeasurement((before) => ({ ...before, failure, model: null, phase: phaseAfter(failure, stopping.signal) }))
  }

  return { measurement, start, stop: () => running.current?.abort() }
}

function phaseAfter(failure: Measurement['failure'], { aborted }: AbortSignal) {
  if (aborted) return 'stopped'
  return failure ? 'failed' : 'done'
}

async function measureAll(count: number, signal: AbortSignal, say: Say): Promise<Measurement['failure']> {
  for (const model of models) {
    const failure = await measureOne({ model, count }, signal, say).catch(() => 'unanswered' as const)
    if (failure || signal.aborted) return signal.aborted ? null : failure
  }
  return null
}

async function measureOne(
  order: { model: Model; count: number },
  signal: AbortSignal,
  say: Say,
): Promise<Broken | null> {
  const headers = { 'Content-Type': 'application/json' }
  const response = await fetch(measureAddress, { method: 'POST', headers, body: JSON.stringify(order), signal })
  if (!response.ok) return { status: response.status }
  if (!response.body) return 'unanswered'

  let last: MeasureLine | undefined
  // Reads to the end of the response: only then the server has ended the session and accepts the next measurement.
  for await (const texts of readLines(response.body)) {
    const lines = texts.map((text) => MeasureLine.parse(JSON.parse(text)))
    say(order.model, lines)
    last = lines.at(-1) ?? last
  }
  if (last?.says === 'failed') return last.why
  return last?.says === 'over' ? null : 'unanswered'
}
