/** The lab's words. Client components may import this file. */

import type { Mode } from '@/lib/session/revocation/modes'

/** `textbook`: as most tutorials have it. Nobody asks whether a session was revoked, not even when it is renewed. */
export const ways = ['strict', 'snapshot', 'off', 'textbook'] as const satisfies readonly (Mode | 'textbook')[]
export type Way = (typeof ways)[number]

/** `slow`: answers, late. `failing`: answers with an error. `away`: does not answer. */
export const faults = ['none', 'slow', 'failing', 'away'] as const
export type Fault = (typeof faults)[number]

/** Milliseconds that a slow store takes: late, and yet within what the application has patience for. */
export const lateness = 300

export const layers = ['edge', 'page', 'action', 'handler'] as const
export type Layer = (typeof layers)[number]

/** `retired`: as if the keys that seal and sign now had been rotated out. Those that only opened before are left. */
export const keyStates = ['present', 'retired'] as const
export type KeyState = (typeof keyStates)[number]

/** What a target of the lab is told. */
export interface Switches {
  ways: readonly Way[]
  redis: Fault
  postgres: Fault
  /** Of one experiment: what it remembers, no other one knows. Null: what the whole application knows. */
  experiment: string | null
  keys?: KeyState | undefined
}

/** Of base64url, which seals and tokens are written in. */
export const bitsPerCharacter = 6
