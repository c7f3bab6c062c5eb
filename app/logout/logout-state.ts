export interface LogoutState {
  /** `unavailable`: Postgres is away, so nothing has ended and the visitor is still logged in. */
  outcome: 'idle' | 'unavailable'
}
