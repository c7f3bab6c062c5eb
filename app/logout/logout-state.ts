/** `unavailable`: Postgres is away, so nothing has ended and the visitor is still logged in. */
export type LogoutState = 'idle' | 'unavailable'
