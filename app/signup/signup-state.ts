export interface SignupState {
  outcome: 'idle' | 'invalid' | 'unavailable' | 'done'
  errors: { name?: string; email?: string; password?: string }
  /** What was typed, never the password. */
  values: { name: string; email: string }
}
