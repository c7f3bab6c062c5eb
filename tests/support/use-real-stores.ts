import { beforeEach, inject } from 'vitest'
import { ofThisLane } from '@/tests/support/lanes'
import { longTimeouts } from '@/tests/support/timeouts'

// Runs before each file of the suite on real stores: provides the stores that the run was given, and lib/env reads the
// addresses of its lane. Tests that are not about limits make many login attempts.
Object.assign(
  process.env,
  { RATE_LIMIT: 'off', ...longTimeouts },
  inject('realStores'),
  ofThisLane(inject('realLanes')),
)

// Resets the log: otherwise a repeated event in the next test is only counted.
beforeEach(() => void Reflect.deleteProperty(globalThis, 'log'))
