import type { Series } from '@/app/lab/measure/series'
import type { Conclusion } from '@/app/lab/ui/conclusion'
import { capitalise, listOf } from '@/app/ui/in-words'
import { sayDuration } from '@/lib/figures/distribution'
import { type MeasuredWay, measuredWays, places } from '@/lib/lab/shared/measure-words'

/** What the medians show: the modes against each other, the models within a mode, and what a browser sends. */
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

/** Two medians that differ by less are as good as one: the clock and other work on the machine differ as much. */
const noteworthy = 2

/** One sentence for each mode in which a model stands out, and one where none does. */
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
    const reason = slowest.redisPerCheck > quickest.redisPerCheck + 0.5 ? ': it asks Redis for the session itself' : ''
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
  return [
    { tone: 'unknown', text: `${capitalise(listOf(absent))}: no figures, because the measurement ended before that.` },
  ]
}
