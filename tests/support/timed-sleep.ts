import { waitingFor } from '@/tests/support/waits'

// An import of the module would resolve to this file again.
const timers = process.getBuiltinModule('node:timers/promises')

// Replaces `node:timers/promises` while durations are measured: a sleep is counted, and its length does not change.
export const setTimeout: typeof timers.setTimeout = (delay, value, options) =>
  waitingFor('sleep', () => timers.setTimeout(delay, value, options))

export const { setImmediate, setInterval, scheduler } = timers
