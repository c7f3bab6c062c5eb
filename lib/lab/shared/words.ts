/** The lab's terms. Client components may import this file. */

import type { Mode } from '@/lib/session/revocation/modes'

/** `textbook`: the stateless baseline of most tutorials. No revocation is checked, not even at a renewal. */
export const ways = ['strict', 'snapshot', 'off', 'textbook'] as const satisfies readonly (Mode | 'textbook')[]
export type Way = (typeof ways)[number]

/** `slow`: answers late. `failing`: answers with an error. `away`: does not answer. */
export const faults = ['none', 'slow', 'failing', 'away'] as const
export type Fault = (typeof faults)[number]

/** Milliseconds that a slow store takes: late, but within the application's timeouts. */
export const lateness = 300

export const layers = ['edge', 'page', 'action', 'handler'] as const
export type Layer = (typeof layers)[number]

/** `retired`: as if the current sealing and signing keys had been removed. The older keys, which only open, are left. */
export const keyStates = ['present', 'retired'] as const
export type KeyState = (typeof keyStates)[number]

/** The parameters of a target of the lab. */
export interface Switches {
  ways: readonly Way[]
  redis: Fault
  postgres: Fault
  /** The id of an experiment with its own replica and cache. Null: those of the application. */
  experiment: string | null
  keys?: KeyState | undefined
}

/** Bits per character of base64url, in which seals and tokens are encoded. */
export const bitsPerCharacter = 6
