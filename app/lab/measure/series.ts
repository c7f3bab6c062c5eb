import type { Measurement } from '@/app/lab/measure/measurement'
import { type Bin, percentile, toBuckets } from '@/lib/figures/distribution'
import { type MeasuredWay, measuredWays, type Place, places } from '@/lib/lab/shared/measure-words'
import { type Model, models } from '@/lib/session/models'

/** The checks of one model in one mode at one place. */
export interface Series {
  place: Place
  mode: MeasuredWay
  model: Model
  n: number
  /** Microseconds. NaN without a check. */
  p50: number
  p95: number
  p99: number
  histogram: readonly Bin[]
  redisPerCheck: number
  postgresPerCheck: number
  cookieBytes: number | null
}

export function toSeries({ results }: Measurement): Series[] {
  const one = (place: Place, mode: MeasuredWay, model: Model): Series => {
    const { cookieBytes, rounds } = results[model]
    const samples = rounds.flatMap((round) => round[place].filter(({ way }) => way === mode))
    const durations = samples.map(({ microseconds }) => microseconds)
    const [p50 = 0, p95 = 0, p99 = 0] = [0.5, 0.95, 0.99].map((fraction) => percentile(durations, fraction))
    const per = (store: 'redis' | 'postgres') =>
      samples.reduce((sum, sample) => sum + sample[store], 0) / Math.max(1, samples.length)
    const counted = { redisPerCheck: per('redis'), postgresPerCheck: per('postgres'), cookieBytes }
    return { place, mode, model, n: samples.length, p50, p95, p99, histogram: toBuckets(durations), ...counted }
  }
  return places.flatMap((place) => measuredWays.flatMap((mode) => models.map((model) => one(place, mode, model))))
}
