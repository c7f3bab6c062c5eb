import { beforeEach, inject } from 'vitest'
import { ofThisLane } from '@/tests/support/lanes'
import { longTimeouts } from '@/tests/support/timeouts'

// Before each file of the integration suite: lib/env reads the addresses of its lane's own stores. Tests that are not about
// guessing make many guesses.
Object.assign(process.env, { RATE_LIMIT: 'off', ...longTimeouts }, ofThisLane(inject('stores')))

// A line that was written in one test is not only counted in the next.
beforeEach(() => void Reflect.deleteProperty(globalThis, 'log'))
