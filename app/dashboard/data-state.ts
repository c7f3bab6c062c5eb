export interface DataState {
  outcome: 'idle' | 'saved' | 'too_large' | 'invalid' | 'ended' | 'unavailable'
  /** What was typed, whatever became of it. */
  note: string
}
