import { percentile } from '@/lib/figures/distribution'
import { median } from '@/tests/bench/support/statistics'
import { table } from '@/tests/bench/support/table'

/** The accepted requests, under this name, and the refused ones. */
export const good = 'a good one'

/** The maximal median cost of a refused token, relative to a good one: the noise, and no more. */
const most = 1.2

export interface Comparison {
  printed: string
  broken: readonly string[]
}

interface Durations {
  heading: string
  byName: ReadonlyMap<string, readonly number[]>
  /** Digits after the decimal point. */
  digits: number
}

export function compareWithGood({ heading, byName, digits }: Durations): Comparison {
  const base = median(byName.get(good) ?? [])
  const rows = [...byName].map(([name, times]) => ({ name, times, ratio: median(times) / base }))
  const cells = rows.map(({ name, times, ratio }) => [
    name,
    ...[0.5, 0.99].map((fraction) => percentile(times, fraction).toFixed(digits)),
    ratio.toFixed(2),
  ])
  const tooMuch = rows.filter(({ ratio }) => ratio > most)
  return {
    printed: table([heading, 'p50', 'p99', 'ratio'], cells),
    broken: tooMuch.map(({ name, ratio }) => `${heading}: ${name} costs ${ratio.toFixed(2)} times a good one`),
  }
}
