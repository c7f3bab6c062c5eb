import { beforeEach, inject } from 'vitest'
import { ofThisLane } from '@/tests/support/lanes'
import { longTimeouts } from '@/tests/support/timeouts'

// Runs before each file of the integration suite: lib/env reads the addresses of its lane's own stores. Tests that are
// not about limits make many login attempts.
Object.assign(process.env, { RATE_LIMIT: 'off', ...longTimeouts }, ofThisLane(inject('stores')))

// Resets the log: otherwise a repeated event in the next test is only counted.
beforeEach(() => void Reflect.deleteProperty(globalThis, 'log'))
