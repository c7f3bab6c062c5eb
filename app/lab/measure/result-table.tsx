import { useId } from 'react'
import type { Series } from '@/app/lab/measure/series'
import { DistributionBars } from '@/app/ui/distribution-bars'
import { ScrollTable } from '@/app/ui/scroll-table'
import { type Scale, sayDuration, sayRate } from '@/lib/figures/distribution'

interface Props {
  heading: string
  series: readonly Series[]
  /** One for all tables. */
  scale: Scale
}

const columns = ['n', 'p50', 'p95', 'p99', 'Redis', 'Postgres', 'cookie bytes'] as const
const cellOf = 'py-1 pl-3 text-right whitespace-nowrap'

/** Always rendered, so that the figures cause no layout shift. */
export function ResultTable({ heading, series, scale }: Props) {
  const id = useId()

  return (
    <section className="sheet min-w-0 p-4 sm:p-5" aria-labelledby={id}>
      <h2 id={id} className="mb-2 text-xl font-semibold">
        {heading}
      </h2>
      <ScrollTable name={`${heading}: figures`}>
        <table className="w-full" aria-labelledby={id}>
          <Headings />
          <tbody>
            {series.map((one) => (
              <ResultRow key={`${one.mode} ${one.model}`} series={one} scale={scale} />
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </section>
  )
}

function Headings() {
  return (
    <thead>
      <tr className="text-sm text-ink-soft">
        <th scope="col" className="text-left font-normal">
          model, mode
        </th>
        <th scope="col" className="text-left font-normal">
          <span className="sr-only">distribution, as a chart</span>
        </th>
        {columns.map((column) => (
          <th key={column} scope="col" className={`${cellOf} font-normal`}>
            {column}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function ResultRow({ series, scale }: { series: Series; scale: Scale }) {
  const { model, mode, n, histogram } = series

  return (
    <tr data-model={model} className="border-t border-rule">
      <th scope="row" className="text-left leading-snug font-medium text-model sm:whitespace-nowrap">
        {model}, {mode}
      </th>
      <td className="w-full min-w-16 py-1 pl-3 sm:min-w-28">
        <DistributionBars buckets={histogram} scale={scale} median={n > 0 ? series.p50 : 0} />
      </td>
      {cellsOf(series).map((cell, index) => (
        <td key={columns[index]} className={`${cellOf} sm:min-w-18 font-mono text-[0.8125rem] tabular-nums`}>
          {cell}
        </td>
      ))}
    </tr>
  )
}

function cellsOf(series: Series): readonly string[] {
  const { n, p50, p95, p99, redisPerCheck, postgresPerCheck, cookieBytes } = series
  if (n === 0) return ['0', ...columns.slice(1).map(() => '–')]

  const durations = [p50, p95, p99].map(sayDuration)
  return [String(n), ...durations, sayRate(redisPerCheck), sayRate(postgresPerCheck), String(cookieBytes)]
}
