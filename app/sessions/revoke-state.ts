/** What a form is about: one other session, all others, or all with this one. */
export type Scope = 'one' | 'others' | 'everywhere'

export type RevokeOutcome =
  | 'idle'
  | 'revoked'
  /** Ended as a fact, but Redis could not be told. */
  | 'unfinished'
  | 'reopened'
  | 'not_found'
  | 'invalid'
  | 'ended'
  | 'other_account'
  | 'unavailable'
  /** The password is asked for first: app/ui/proof-field.tsx says why. */
  | 'prove'
  | 'wrong_password'
  | 'too_many'

export interface RevokeState {
  outcome: RevokeOutcome
  /** What was asked for: an answer belongs to the form that sent it, and can be repeated. */
  scope: Scope
  /** Empty unless one is meant. */
  sessionId: string
  /** Seconds, where too many passwords were tried. */
  retryAfter?: number
  loggedInAs?: string | null
}
