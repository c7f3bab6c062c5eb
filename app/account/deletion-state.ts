export interface DeletionState {
  outcome:
    | 'idle'
    | 'invalid'
    | 'prove'
    | 'wrong_password'
    | 'too_many'
    | 'last_admin'
    /** Every session has ended, but Redis could not be told, so the account is still there. */
    | 'logged_out'
    | 'ended'
    | 'other_account'
    | 'unavailable'
  /** Seconds until another try, where there were too many. */
  retryAfter?: number
  loggedInAs?: string | null
  errors: { email?: string }
  /** What was typed, whatever became of it. */
  email: string
}
