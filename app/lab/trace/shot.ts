import type { Way } from '@/lib/lab/shared/words'
import type { CheckReport, Step } from '@/lib/session/trace'

/** The targets. The last two are those of the other service. */
export const askable = ['edge', 'page', 'action', 'handler', 'catalogue', 'invoices'] as const
export type Askable = (typeof askable)[number]

export const isElsewhere = (target: Askable) => target === 'catalogue' || target === 'invoices'

/** A step of ours, or the one duration that the other service reports. */
export type Bar = Omit<Step, 'name'> & { name: string }

/** One place where a check ran, and its report. Its times begin at its own zero. */
export interface Lane {
  place: 'Edge' | 'Server' | 'Other service'
  verdict: CheckReport['verdict'] | 'accepted' | 'refused'
  bars: readonly Bar[]
}

/** One request, and its answer. */
export interface Shot {
  id: string
  target: Askable
  /** null for the other service, which has its own mode. */
  way: Way | null
  /** Milliseconds in this browser, from the request to the last byte of the answer. */
  waited: number
  lanes: readonly Lane[]
  /** Why there is no result. */
  failure: string | null
}

/** Milliseconds at the end of the last step of all lanes: the right end of the scale. */
export function lengthOf({ lanes }: Pick<Shot, 'lanes'>): number {
  const ends = lanes.flatMap(({ bars }) => bars).map(({ at, milliseconds }) => at + milliseconds)
  return Math.max(0.01, ...ends)
}
