import { inject } from 'vitest'

// Before each file of the integration suite: lib/env reads the addresses of the run's own stores. Tests that are not about
// guessing make many guesses.
Object.assign(process.env, { RATE_LIMIT: 'off' }, inject('stores'))
