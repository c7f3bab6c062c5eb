import type { Series } from '@/app/lab/measure/series'
import type { Conclusion } from '@/app/lab/ui/conclusion'
import { capitalise, listOf } from '@/app/ui/in-words'
import {
  percentile, // feature: tokens
  sayDuration,
} from '@/lib/figures/distribution'
import {
  type MeasuredWay,
  measuredWays,
  places,
  type TokenRounds, // feature: tokens
  type TokenWay, // feature: tokens
} from '@/lib/lab/shared/measure-words'

/** What the medians show: the modes compared, the models of each mode compared, and the bytes that a browser sends. */
export function concludeMeasurement(series: readonly Series[]): readonly Conclusion[] {
  const measured = series.filter(({ n }) => n > 0)
  if (measured.length === 0) return []
  return [
    ...places.flatMap((place) => {
      const here = measured.filter((one) => one.place === place)
      return [...compareModes(placeNames[place], here), ...compareModels(placeNames[place], here)]
    }),
    ...sizes(measured),
    ...missing(series),
  ]
}

const placeNames = { edge: 'at the edge', server: 'on the server' } as const

const inMode = (measured: readonly Series[], mode: MeasuredWay) => measured.filter((one) => one.mode === mode)
const byMedian = (measured: readonly Series[]) => measured.toSorted((one, other) => one.p50 - other.p50)

/** "163 µs to 189 µs", of the medians of all models. */
function rangeOf(measured: readonly Series[]): string {
  const [quickest, slowest] = [byMedian(measured).at(0), byMedian(measured).at(-1)]
  const [from, to] = [sayDuration(quickest?.p50 ?? 0), sayDuration(slowest?.p50 ?? 0)]
  return from === to ? from : `${from} to ${to}`
}

const middleOf = (measured: readonly Series[]) => byMedian(measured)[Math.floor(measured.length / 2)]?.p50 ?? 0
const timesOf = (ratio: number) => (ratio >= 10 ? String(Math.round(ratio)) : ratio.toFixed(1))

function compareModes(place: string, here: readonly Series[]): readonly Conclusion[] {
  const [strict, snapshot] = [inMode(here, 'strict'), inMode(here, 'snapshot')]
  if (strict.length === 0 || snapshot.length === 0) return []

  const ratio = middleOf(strict) / middleOf(snapshot)
  const ranges = `${rangeOf(strict)} in place of ${rangeOf(snapshot)}`
  const text =
    ratio > 1
      ? `A strict check ${place} takes ${timesOf(ratio)} × as long as a snapshot check (${ranges}): it asks Redis each time.`
      : `A strict check ${place} takes no longer than a snapshot check (${ranges}).`
  return [{ tone: 'fact', text }]
}

/** Medians that differ by less than this factor count as equal: the clock and other work on the machine differ as much. */
const noteworthy = 2

/** One sentence for each mode in which one model is slower, and one sentence if there is no such mode. */
function compareModels(place: string, here: readonly Series[]): readonly Conclusion[] {
  const compared = measuredWays.flatMap((mode) => {
    const [quickest, ...others] = byMedian(inMode(here, mode))
    const slowest = others.at(-1)
    return quickest && slowest ? [{ mode, quickest, slowest, ratio: slowest.p50 / quickest.p50 }] : []
  })
  const apart = compared.filter(({ ratio }) => ratio >= noteworthy)
  if (compared.length > 0 && apart.length === 0)
    return [{ tone: 'fact', text: `The models cost about the same ${place}: no median is twice that of another.` }]

  return apart.map(({ mode, quickest, slowest, ratio }) => {
    const reason =
      slowest.redisPerCheck > quickest.redisPerCheck + 0.5 ? ': each check reads the session from Redis' : ''
    const text = `In ${mode} ${place}, ${slowest.model} takes ${timesOf(ratio)} × as long as ${quickest.model} (${sayDuration(slowest.p50)} in place of ${sayDuration(quickest.p50)})${reason}.`
    return { tone: 'fact', text }
  })
}

function sizes(measured: readonly Series[]): readonly Conclusion[] {
  const bytes = new Map(
    measured.flatMap(({ model, cookieBytes }) => (cookieBytes === null ? [] : [[model, cookieBytes]])),
  )
  if (bytes.size === 0) return []
  const said = listOf([...bytes].map(([model, count]) => `${model} ${count}`))
  return [{ tone: 'fact', text: `Bytes of cookies that a browser sends with each request: ${said}.` }]
}

function missing(series: readonly Series[]): readonly Conclusion[] {
  const absent = [...new Set(series.filter(({ n }) => n === 0).map(({ model }) => model))]
  if (absent.length === 0) return []
  return [{ tone: 'unknown', text: `${capitalise(listOf(absent))}: no figures, because the measurement ended before.` }]
}

// feature: tokens
/** Whether a cache saves time, by the medians: against signing, against issuing, and for the first request. */
export function concludeTokens(rounds: TokenRounds['rounds']): readonly Conclusion[] {
  if (rounds.length === 0) return []

  const took = (way: TokenWay) =>
    percentile(
      rounds.map((round) => round[way]),
      0.5,
    )
  const [issue, sign, miss, redis] = [took('issue'), took('sign'), took('miss'), took('redis')]
  const compare = (one: number, other: number) =>
    one > other ? `${timesOf(one / other)} × as long as` : 'no longer than'
  return [
    `To fetch a token from Redis takes ${compare(redis, sign)} to sign one (${sayDuration(redis)}, ${sayDuration(sign)}).`,
    `To issue one without a cache, which includes a check of the session in Postgres, takes ${compare(issue, redis)} to fetch it from Redis (${sayDuration(issue)}).`,
    `A miss takes ${compare(miss, issue)} a request without a cache (${sayDuration(miss)}).`,
    sayBreakEven({ issue, miss, redis }),
    `A client that keeps its token until it expires asks nothing (${sayDuration(took('memory'))} from memory).`,
  ].map((text) => ({ tone: 'fact', text }))
}

/** From which share of hits the mean of hits and misses is below the time without a cache. */
function sayBreakEven({ issue, miss, redis }: Record<'issue' | 'miss' | 'redis', number>): string {
  if (redis >= issue) return 'The cache saves no time at any share of hits.'
  const share = Math.max(0, (miss - issue) / (miss - redis))
  return `The cache saves time when more than ${Math.ceil(share * 100)} % of the requests are hits.`
}
// end
