import type { Way } from '@/lib/lab/shared/words'
import type { CheckReport, Step } from '@/lib/session/trace'

/** What can be asked. The last two are the other service's. */
export const askable = ['edge', 'page', 'action', 'handler', 'catalogue', 'invoices'] as const
export type Askable = (typeof askable)[number]

export const isElsewhere = (target: Askable) => target === 'catalogue' || target === 'invoices'

/** A step of ours, or the one time that another service tells. */
export type Bar = Omit<Step, 'name'> & { name: string }

/** One place where a check ran, and all that it told. Its times begin at its own zero. */
export interface Lane {
  place: 'Edge' | 'Server' | 'Other service'
  verdict: CheckReport['verdict'] | 'accepted' | 'refused'
  bars: readonly Bar[]
}

/** One request that was fired, and what came back. */
export interface Shot {
  id: string
  target: Askable
  /** Null where others decide how they ask. */
  way: Way | null
  /** Milliseconds in this browser, from sending until the last byte. */
  waited: number
  lanes: readonly Lane[]
  /** Why there is nothing to show. */
  failure: string | null
}

/** Milliseconds at which the last step of any lane ended: the right end of the scale. */
export function lengthOf({ lanes }: Pick<Shot, 'lanes'>): number {
  const ends = lanes.flatMap(({ bars }) => bars).map(({ at, milliseconds }) => at + milliseconds)
  return Math.max(0.01, ...ends)
}
