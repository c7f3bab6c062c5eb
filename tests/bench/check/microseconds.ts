import { percentile } from '@/lib/figures/distribution'

/** Runs one after the other, and measures each separately. */
export async function microsecondsOf(count: number, run: (index: number) => Promise<unknown>): Promise<number[]> {
  const durations: number[] = []
  for (let index = 0; index < count; index += 1) {
    const start = performance.now()
    await run(index)
    durations.push((performance.now() - start) * 1000)
  }
  return durations
}

/** p50 and p99, as cells of a table. */
export const percentiles = (durations: readonly number[]): readonly [string, string] => [
  percentile(durations, 0.5).toFixed(1),
  percentile(durations, 0.99).toFixed(1),
]
