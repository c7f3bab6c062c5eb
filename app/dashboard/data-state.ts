export interface DataState {
  outcome: 'idle' | 'saved' | 'too_large' | 'invalid' | 'ended' | 'other_account' | 'unavailable'
  loggedInAs?: string | null
  /** What was typed, whatever became of it. */
  note: string
}
