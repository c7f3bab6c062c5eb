export interface AcknowledgeState {
  outcome: 'idle' | 'acknowledged' | 'invalid' | 'ended' | 'other_account' | 'unavailable'
  loggedInAs?: string | null
}
