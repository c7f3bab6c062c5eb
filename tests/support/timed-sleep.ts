import { waitingFor } from '@/tests/support/waits'

// An import of the module would lead here again.
const timers = process.getBuiltinModule('node:timers/promises')

// Stands in for `node:timers/promises` while durations are measured: a sleep is counted, and is as long as before.
export const setTimeout: typeof timers.setTimeout = (delay, value, options) =>
  waitingFor('sleep', () => timers.setTimeout(delay, value, options))

export const { setImmediate, setInterval, scheduler } = timers
