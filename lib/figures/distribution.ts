/** Durations as a distribution, and its drawing. Microseconds. Runs anywhere; client components may import this file. */

export interface Bin {
  /** Microseconds: the upper bound; the lower bound is a tenth of a decade below. */
  upTo: number
  count: number
}

/** @param fraction 0.5 for the median, 0.99 for the value that one in a hundred exceeds */
export function percentile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN
}

/** Buckets per decade: microseconds and milliseconds fit on one scale. */
const perDecade = 10
/** Microseconds. Below this, our clocks cannot tell durations apart. */
const shortest = 0.1

/** @returns the buckets in ascending order, without the empty ones */
export function toBuckets(durations: readonly number[]): Bin[] {
  const counts = new Map<number, number>()
  for (const duration of durations) {
    const place = Math.ceil(Math.log10(Math.max(shortest, duration)) * perDecade)
    counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  return [...counts]
    .toSorted(([a], [b]) => a - b)
    .map(([place, count]) => ({ upTo: Number((10 ** (place / perDecade)).toPrecision(4)), count }))
}

/** From the lowest to the highest power of ten that is needed, as exponents of ten microseconds. */
export interface Scale {
  from: number
  to: number
}

/** One scale for all distributions, so that they can be compared. */
export function scaleFor(distributions: readonly (readonly Bin[])[]): Scale {
  const ends = distributions.flat().map(({ upTo }) => Math.log10(upTo))
  if (ends.length === 0) return { from: 0, to: 1 }

  // The ends of buckets are rounded: a value just above a power of ten needs no further decade.
  const hair = 0.01
  const from = Math.floor(Math.min(...ends) - 1 / perDecade + hair)
  return { from, to: Math.max(from + 1, Math.ceil(Math.max(...ends) - hair)) }
}

/** @returns the position of a duration on the scale, from 0 to 1 */
export function placeOn({ from, to }: Scale, duration: number): number {
  const place = (Math.log10(Math.max(Number.MIN_VALUE, duration)) - from) / (to - from)
  return Math.min(1, Math.max(0, place))
}

/** The powers of ten on a scale, in microseconds. */
export const decadesOf = ({ from, to }: Scale) =>
  Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index))

/** One bar for each bucket on the lower edge; the fullest one is as high as the picture. @returns the `d` of an SVG path */
export function drawBars(buckets: readonly Bin[], scale: Scale, size: { width: number; height: number }): string {
  const fullest = Math.max(1, ...buckets.map(({ count }) => count))
  const bars = buckets.map(({ upTo, count }) => ({
    left: short(placeOn(scale, upTo / 10 ** (1 / perDecade)) * size.width),
    right: short(placeOn(scale, upTo) * size.width),
    top: short(size.height * (1 - count / fullest)),
  }))
  // Neighbours are one outline: a page with nine distributions is 2 KB smaller.
  const begin = (left: number, before: number | undefined) =>
    left === before ? '' : `${before === undefined ? '' : `V${size.height}`}M${left} ${size.height}`
  const outline = bars.map(({ left, right, top }, index) => `${begin(left, bars[index - 1]?.right)}V${top}H${right}`)
  return outline.length > 0 ? `${outline.join('')}V${size.height}` : ''
}

const short = (number: number) => Number(number.toFixed(1))

/** In the unit that is easiest to read. */
export function sayDuration(microseconds: number): string {
  if (microseconds >= 10_000) return `${(microseconds / 1000).toFixed(0)} ms`
  if (microseconds >= 1000) return `${(microseconds / 1000).toFixed(1)} ms`
  return `${microseconds.toFixed(microseconds < 100 ? 1 : 0)} µs`
}

/** Calls of a store per check. A rate that is small but not zero is shown as such. */
export const sayRate = (rate: number) => (rate === 0 ? '0' : rate < 0.001 ? '<0.001' : String(Number(rate.toFixed(3))))
