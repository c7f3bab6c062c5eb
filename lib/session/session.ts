/**
 * The project's terms as types: what a visitor presents, what we know, what a check concludes.
 * Runs anywhere. Contains no behaviour.
 */

import type { Amr } from '@/lib/session/assurance'
import type { Model } from '@/lib/session/models'

export const roles = ['member', 'editor', 'admin'] as const
export type Role = (typeof roles)[number]

/** Read before a credential is issued and carried in it, so a counter that is raised afterwards is higher than the credential's. */
export interface Counters {
  /** Counter of the user. Raised to revoke all sessions of the user. */
  generation: number
  /** Counter of the whole site. Raised to revoke the sessions of all users. */
  siteGeneration: number
  /** Counter of the user. Raised with the role and the name, to make credentials renewable at once: they are out of date. */
  accessVersion: number
}

/** Seconds since 1970. A deadline has passed from that second on. */
export interface Deadlines {
  freshUntil: number
  idleUntil: number
  endsAt: number
}

/** The claims of an opened credential of any model. Authentic, but not yet checked. */
export interface Credential extends Counters, Deadlines {
  // model: bearer
  /** `bearer`: an access token alone, for a session of any model. */
  // end
  model: Model | 'bearer'
  sessionId: string
  userId: string
  startedAt: number
}

/** What we know about a visitor after a check with the verdict `allowed`. */
export interface Session extends Deadlines {
  id: string
  model: Model
  userId: string
  role: Role
  /** Read with the role: a name or an e-mail address that was read with a lower one is out of date. */
  accessVersion: number
  startedAt: number
  authenticatedAt: number
  amr: Amr
  // feature: required-factor
  /** The role needs a second factor, and the account had none at the login: the session is there to set one up, and for nothing else. */
  lacksFactor?: boolean | undefined
  // end
}

/** How a session ended whose id may have been rotated before. */
export interface LastEnd {
  /** Its last id. */
  lastId: string
  /** Whether this call ended it, or it had ended before. */
  wasAlive: boolean
}

export const verdicts = ['allowed', 'renewable', 'anonymous', 'revoked', 'unavailable'] as const
export type Verdict = (typeof verdicts)[number]
