import type { Model } from '@/lib/session/models'

export interface LoginState {
  outcome: 'idle' | 'invalid' | 'wrong_credentials' | 'unavailable' | 'too_many'
  /** Seconds until another try, where there were too many. */
  retryAfter?: number
  errors: { email?: string; password?: string; model?: string }
  /** What was typed, never the password. */
  values: { email: string; model: Model; next: string }
}
