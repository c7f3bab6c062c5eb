'use client'

import { concludeMeasurement } from '@/app/lab/measure/conclude'
import { MeasureForm } from '@/app/lab/measure/measure-form'
import { Progress } from '@/app/lab/measure/progress'
import { ResultTable } from '@/app/lab/measure/result-table'
import { save } from '@/app/lab/measure/save'
import { toSeries } from '@/app/lab/measure/series'
import { useMeasurement } from '@/app/lab/measure/use-measurement'
import { Conclusions } from '@/app/lab/ui/conclusion'
import { scaleFor } from '@/lib/distribution'
import { places } from '@/lib/lab/measure-words'

const headings = {
  edge: 'At the edge: credential and revocation, no row',
  server: 'On the server: the same, and the session itself',
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
      {!isRunning && <Conclusions of="measure" conclusions={concludeMeasurement(series)} />}
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
