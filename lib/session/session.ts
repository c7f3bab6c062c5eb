/**
 * The words of this project as types: what a visitor presents, what we know, what a check concludes.
 * Runs anywhere. Holds no behaviour.
 */

import type { Model } from '@/lib/session/models'

export const roles = ['member', 'editor', 'admin'] as const
export type Role = (typeof roles)[number]

/** Read before a credential is issued and carried in it: whatever is raised afterwards is higher. */
export interface Counters {
  /** Of the user. Raised to cut off. */
  generation: number
  /** Of the whole site. Raised to cut everyone off. */
  siteGeneration: number
  /** Of the user. Raised to make credentials renewable at once, because what they say about access is out of date. */
  accessVersion: number
}

/** Seconds since 1970. A deadline has passed from that second on. */
export interface Deadlines {
  freshUntil: number
  idleUntil: number
  endsAt: number
}

/** What an opened credential claims, whatever the model. Authentic, but not yet checked. */
export interface Credential extends Counters, Deadlines {
  // model: bearer
  /** `bearer`: an access token alone, of a session of any model. */
  // end
  model: Model | 'bearer'
  sessionId: string
  userId: string
  startedAt: number
}

/** What we know about a visitor whose check said `allowed`. */
export interface Session extends Deadlines {
  id: string
  model: Model
  userId: string
  role: Role
  startedAt: number
  authenticatedAt: number
}

export const verdicts = ['allowed', 'renewable', 'anonymous', 'revoked', 'unavailable'] as const
export type Verdict = (typeof verdicts)[number]
