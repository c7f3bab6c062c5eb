/** What became of an act upon somebody. */
export type ActOutcome =
  | 'idle'
  | 'done'
  /** Done as a fact, but Redis could not be told. */
  | 'unfinished'
  /** It was so already. */
  | 'unchanged'
  | 'unknown'
  | 'self'
  | 'last_admin'
  | 'invalid'
  | 'ended'
  | 'other_account'
  | 'forbidden'
  | 'unavailable'
  /** The password is asked for first: app/ui/proof-field.tsx says why. */
  | 'prove'
  | 'wrong_password'
  | 'too_many'

export interface ActState {
  outcome: ActOutcome
  /** What was chosen or typed, whatever became of it. */
  typed: string
  /** Seconds, where too much was tried. */
  retryAfter?: number
  loggedInAs?: string | null
}
