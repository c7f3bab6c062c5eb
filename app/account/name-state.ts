export interface NameState {
  outcome: 'idle' | 'saved' | 'invalid' | 'ended' | 'unavailable'
  errors: { name?: string }
  /** What was typed, whatever became of it. */
  name: string
}
