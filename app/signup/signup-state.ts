export interface SignupState {
  outcome: 'idle' | 'invalid' | 'unavailable' | 'too_many' | 'done'
  /** Seconds until another try, where there were too many. */
  retryAfter?: number
  errors: { name?: string; email?: string; password?: string }
  /** What was typed, never the password. */
  values: { name: string; email: string }
}
