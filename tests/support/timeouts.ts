/** For stores that share busy cores with the tests: a store that is slow counts as available. */
export const longTimeouts = {
  REDIS_TIMEOUT_MS: '20000',
  DATABASE_CONNECT_TIMEOUT_MS: '20000',
  DATABASE_TIMEOUT_MS: '20000',
}

/** Those of production, for tests in which a store does not answer. */
export const shortTimeouts = {
  REDIS_TIMEOUT_MS: '500',
  DATABASE_CONNECT_TIMEOUT_MS: '2000',
  DATABASE_TIMEOUT_MS: '3000',
}

/** The lab makes a store that does not answer take as long as these say. */
export const labTimeouts = { ...shortTimeouts, REDIS_TIMEOUT_MS: '1000' }
