/** The terms of a replay: an attacker keeps trying while an act ends the session. Client components may import this file. */

import type { Layer, Way } from '@/lib/lab/shared/words'
import type { Model } from '@/lib/session/models'
import type { Verdict } from '@/lib/session/session'

export const acts = ['logout', 'revoke', 'everywhere', 'password', 'role', 'keys'] as const
export type Act = (typeof acts)[number]

/** The sessions whose cookies are tried: one of each model, opened for the comparison, and the reader's own. */
export const subjects = ['sealed', 'stored', 'signed', 'own'] as const
export type Subject = (typeof subjects)[number]

/**
 * `impossible`: this act cannot end it. `renewable`: it continues, but its claims are out of date. `retired`: the
 * session is alive, and no key is left that opens the attacker's copy.
 */
export const outcomes = ['ended', 'unfinished', 'impossible', 'renewable', 'retired', 'unavailable'] as const
export type Outcome = (typeof outcomes)[number]

/** Milliseconds between two attempts of one attacker, and from the first of them to the act. */
export const tickLength = 100
export const actAfter = 1000

/** A rotation: the new key only opens, then it seals, then the old one is dropped. Each step is a deploy, and here a second. */
export const rotationSteps = ['appended', 'promoted', 'retired'] as const
export type RotationStep = (typeof rotationSteps)[number]

/** Seconds: limits of the length of a run, and of the remaining revalidation interval of a session opened for it. */
export const runLengths = { least: 3, most: 60 } as const
export const freshLefts = { least: 2, most: 30 } as const

/** Seconds until a jar expires. */
export const jarLifetime = 600

/**
 * Seconds for which other systems accept a revoked session. The first as in Better Auth's guide to its cookie cache
 * (better-auth.com/docs/concepts/session-management), the second as Clerk has it
 * (clerk.com/docs/guides/sessions/session-tokens).
 */
export const publishedBounds = [
  { system: 'a session cached in a cookie', bound: 300 },
  { system: 'a short JWT', bound: 60 },
] as const

export interface Wish {
  jar: string
  act: Act
  seconds: number
  freshLeft: number
  /** Whether the reader's own session is tried too, and affected by the act. */
  own: boolean
}

export interface Player {
  subject: Subject
  model: Model
  /** Milliseconds since the run began. */
  freshUntil: number
}

/** The lines of a run. Moments are milliseconds since it began. */
export type Line =
  | { kind: 'begun'; players: Player[]; act: Act; seconds: number; maxAge: number }
  | Attempt
  /** The number of attempts that were left out, because the ones before were still running. */
  | { kind: 'skipped'; subject: Subject; layers: Layer[]; ticks: number }
  | Acted
  | Rotated
  | { kind: 'over'; at: number }

export interface Rotated {
  kind: 'rotated'
  step: RotationStep
  at: number
}

export interface Attempt {
  kind: 'attempt'
  subject: Subject
  layer: Layer
  started: number
  answered: number
  /** Null: no answer, or an unreadable one. */
  verdicts: Partial<Record<Way, Verdict>> | null
  /** Whether it got new cookies. */
  renewed: boolean
}

export interface Acted {
  kind: 'acted'
  subject: Subject
  outcome: Outcome
  started: number
  answered: number
}
