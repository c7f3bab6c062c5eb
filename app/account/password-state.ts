export interface PasswordState {
  outcome:
    | 'idle'
    | 'changed'
    /** Changed as a fact, but Redis could not be told. */
    | 'unfinished'
    /** Changed, but this session could not go on. */
    | 'logged_out'
    | 'invalid'
    | 'wrong_password'
    | 'too_many'
    | 'ended'
    | 'other_account'
    | 'unavailable'
  /** Seconds until another try, where there were too many. */
  retryAfter?: number
  loggedInAs?: string | null
  /** Nothing of what was typed: passwords do not come back. */
  errors: { current?: string; wanted?: string }
}
