import { afterEach, beforeEach } from 'vitest'
import { type Policy, TurnQueue } from '@/lib/server/limits/turn-queue'
import type { turnQueues } from '@/lib/server/limits/turns'

/** The global in which the process keeps its queues. */
const holder: typeof globalThis & { turnQueues?: ReturnType<typeof turnQueues> } = globalThis

/** For files whose tests need queues of another size than those of production. */
export function sizeTurns(policy: Policy): void {
  beforeEach(() => {
    holder.turnQueues = { logins: new TurnQueue(policy), hashes: new TurnQueue(policy) }
  })
  afterEach(() => {
    delete holder.turnQueues
  })
}
