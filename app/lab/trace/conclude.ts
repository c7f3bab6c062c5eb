import { isElsewhere, type Lane, type Shot } from '@/app/lab/trace/shot'
import { isStore, names } from '@/app/lab/trace/words'
import type { Conclusion } from '@/app/lab/ui/conclusion'
import { listOf, sayMilliseconds } from '@/app/ui/in-words'

/** What the newest request shows, and how it compares with the same target in another mode. */
export function concludeTrace(shots: readonly Shot[]): readonly Conclusion[] {
  const newest = shots[0]
  if (!newest) return []
  if (newest.failure !== null) return [{ tone: 'unknown', text: `${names[newest.target]}: ${newest.failure}` }]
  return [...newest.lanes.map((lane) => concludeLane(lane, newest)), ...compare(newest, shots)]
}

function concludeLane(lane: Lane, { target }: Shot): Conclusion {
  const { verdict } = lane
  const place = isElsewhere(target) ? `${names[target]} (other service)` : lane.place
  const took = tookOf(lane)
  if (verdict === 'unavailable')
    return {
      tone: 'unknown',
      text: `${place}: a store did not answer, so the session was neither accepted nor refused.`,
    }
  if (lane.bars.length === 0) return { tone: 'fact', text: `${place}: ${verdict}, without a report of its steps.` }
  return { tone: 'fact', text: `${place}: ${verdict} after ${sayMilliseconds(took)}${mostOf(lane, took)}` }
}

const tookOf = ({ bars }: Lane) => Math.max(0, ...bars.map(({ at, milliseconds }) => at + milliseconds))

/** The calls of a store, if there are any: a check waits for them most of its time. */
function mostOf({ bars }: Lane, took: number): string {
  const stores = bars.filter(isStore)
  if (stores.length === 0) return `. ${withoutStores[bars[0]?.name ?? ''] ?? 'No store was asked.'}`

  const waited = stores.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  const share = Math.min(100, Math.round((waited / Math.max(took, 0.01)) * 100))
  return `. ${listOf([...new Set(stores.map(({ name }) => storeNames[name] ?? name))])} took ${sayMilliseconds(waited)} of it (${share} %).`
}

/** The other service has no store of ours: by the one step that it reports. */
const withoutStores: Readonly<Record<string, string>> = {
  local: 'It verified the signature, and did not ask this application about the session.',
  introspection: 'It verified the signature, and asked this application about the session.',
}

const storeNames: Readonly<Record<string, string>> = { redis: 'Redis', postgres: 'Postgres' }

/** The newest request of each mode to the same target, if there are two or more. */
function compare(newest: Shot, shots: readonly Shot[]): readonly Conclusion[] {
  const alike = shots.filter(({ target, way, failure }) => target === newest.target && way !== null && failure === null)
  const perWay = alike.filter(({ way }, index) => alike.findIndex((shot) => shot.way === way) === index)
  if (newest.way === null || perWay.length < 2) return []

  const durations = perWay
    .map(({ way, lanes }) => ({ way, took: tookOf(lanes.at(-1) ?? { place: 'Edge', verdict: 'refused', bars: [] }) }))
    .toSorted((one, other) => one.took - other.took)
  const said = listOf(durations.map(({ way, took }) => `${way} ${sayMilliseconds(took)}`))
  return [{ tone: 'fact', text: `${names[newest.target]}, the fastest mode first: ${said}.` }]
}
