import { beforeEach, inject } from 'vitest'
import { ofThisLane } from '@/tests/support/lanes'
import { longTimeouts } from '@/tests/support/timeouts'

// Before each file of the suite on real stores: they are found where a run that was given some has them, and lib/env reads
// the addresses of its lane's. Tests that are not about guessing make many guesses.
Object.assign(
  process.env,
  { RATE_LIMIT: 'off', ...longTimeouts },
  inject('realStores'),
  ofThisLane(inject('realLanes')),
)

// A line that was written in one test is not only counted in the next.
beforeEach(() => void Reflect.deleteProperty(globalThis, 'log'))
