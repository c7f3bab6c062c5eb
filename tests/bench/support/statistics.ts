/** @param fraction 0.5 for the median, 0.99 for what one in a hundred exceeds */
export function percentile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN
}

export const median = (values: readonly number[]) => percentile(values, 0.5)
