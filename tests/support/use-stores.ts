import { inject } from 'vitest'

// Before each file of the integration suite: lib/env reads the addresses of the run's own stores.
Object.assign(process.env, inject('stores'))
