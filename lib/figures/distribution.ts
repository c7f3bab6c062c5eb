/** Durations as a distribution, and its drawing. Microseconds. Runs anywhere; client components may import this file. */

export interface Bin {
  /** Microseconds: not above this, and above the tenth of a decade before. */
  upTo: number
  count: number
}

/** @param fraction 0.5 for the median, 0.99 for what one in a hundred exceeds */
export function percentile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN
}

/** Of each decade: what takes microseconds and what takes milliseconds fit on one scale. */
const perDecade = 10
/** Microseconds. Below it no clock of ours tells one duration from another. */
const shortest = 0.1

/** @returns in ascending order, without the empty ones */
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

/** One scale for all: otherwise they could not be compared. */
export function scaleFor(distributions: readonly (readonly Bin[])[]): Scale {
  const ends = distributions.flat().map(({ upTo }) => Math.log10(upTo))
  if (ends.length === 0) return { from: 0, to: 1 }

  // The ends of buckets are rounded: what is a hair beyond a power of ten needs no further decade.
  const hair = 0.01
  const from = Math.floor(Math.min(...ends) - 1 / perDecade + hair)
  return { from, to: Math.max(from + 1, Math.ceil(Math.max(...ends) - hair)) }
}

/** @returns from 0 to 1: where a duration stands on the scale */
export function placeOn({ from, to }: Scale, duration: number): number {
  const place = (Math.log10(Math.max(Number.MIN_VALUE, duration)) - from) / (to - from)
  return Math.min(1, Math.max(0, place))
}

/** The powers of ten on a scale, in microseconds. */
export const decadesOf = ({ from, to }: Scale) =>
  Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index))

/** One bar for each bucket, standing on the lower edge; the fullest one is as high as the picture. @returns the `d` of an SVG path */
export function drawBars(buckets: readonly Bin[], scale: Scale, size: { width: number; height: number }): string {
  const fullest = Math.max(1, ...buckets.map(({ count }) => count))
  const bar = ({ upTo, count }: Bin) => {
    const left = placeOn(scale, upTo / 10 ** (1 / perDecade)) * size.width
    const right = placeOn(scale, upTo) * size.width
    const top = size.height * (1 - count / fullest)
    return `M${short(left)} ${size.height}V${short(top)}H${short(right)}V${size.height}Z`
  }
  return buckets.map(bar).join('')
}

const short = (number: number) => Number(number.toFixed(2))

/** In whichever unit is read most easily. */
export function sayDuration(microseconds: number): string {
  if (microseconds >= 10_000) return `${(microseconds / 1000).toFixed(0)} ms`
  if (microseconds >= 1000) return `${(microseconds / 1000).toFixed(1)} ms`
  return `${microseconds.toFixed(microseconds < 100 ? 1 : 0)} µs`
}

/** Questions to a store per check: one a second, by a process that checks thousands of times, is not none. */
export const sayRate = (rate: number) => (rate === 0 ? '0' : rate < 0.001 ? '<0.001' : String(Number(rate.toFixed(3))))
