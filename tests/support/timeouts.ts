/** For stores that share busy cores with the tests: a slow store counts as available. */
export const longTimeouts = {
  REDIS_TIMEOUT_MS: '20000',
  DATABASE_CONNECT_TIMEOUT_MS: '20000',
  DATABASE_TIMEOUT_MS: '20000',
}

/** The timeouts of production, except for a shorter one for connections: for tests in which a store does not answer. */
export const shortTimeouts = {
  REDIS_TIMEOUT_MS: '500',
  DATABASE_CONNECT_TIMEOUT_MS: '2000',
  DATABASE_TIMEOUT_MS: '3000',
}

/** In the lab a store that does not answer takes these times. */
export const labTimeouts = { ...shortTimeouts, REDIS_TIMEOUT_MS: '1000' }
