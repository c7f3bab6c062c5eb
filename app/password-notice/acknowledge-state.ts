export type AcknowledgeState = 'idle' | 'acknowledged' | 'invalid' | 'ended' | 'unavailable'
