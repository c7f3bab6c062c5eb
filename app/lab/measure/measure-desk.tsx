'use client'

import { MeasureForm } from '@/app/lab/measure/measure-form'
import { Progress } from '@/app/lab/measure/progress'
import { ResultTable } from '@/app/lab/measure/result-table'
import { save } from '@/app/lab/measure/save'
import { toSeries } from '@/app/lab/measure/series'
import { useMeasurement } from '@/app/lab/measure/use-measurement'
import { scaleFor } from '@/lib/distribution'
import { places } from '@/lib/lab/measure-words'

const headings = {
  edge: 'At the edge: cookies and revocation, no row',
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
