export interface NameState {
  outcome: 'idle' | 'saved' | 'invalid' | 'ended' | 'other_account' | 'unavailable'
  loggedInAs?: string | null
  errors: { name?: string }
  /** What was typed, whatever became of it. */
  name: string
}
