import 'server-only'
import { availableParallelism } from 'node:os'
import { logReport } from '@/lib/log'
import type { Client } from '@/lib/server/http/client'
import { answerBusy } from '@/lib/server/http/status'
import type { Taken } from '@/lib/server/limits/bucket'
import { networkOf } from '@/lib/server/limits/network'
import { type Policy, type QueueState, queueStates, TurnQueue } from '@/lib/server/limits/turn-queue'
import { seconds } from '@/lib/time'

/** About a second of work. A longer queue would only delay the refusal. */
const queueing = { waiting: 40, ofOneNetwork: 20, longestWait: seconds(5) }

/** What one process does at once for people who are not signed in yet (the reasons: docs/decisions/034). */
export const turns = {
  /**
   * Logins and sign-ups. Besides its hash, one takes 20 ms of the event loop in small steps, and a request of another
   * visitor waits for one step of each.
   */
  logins: { ...queueing, running: 2 },
  /**
   * Hashes of passwords. One keeps a core busy, and a thread of the pool that WebCrypto, DNS and compression use too. One
   * core and half of the pool's four threads stay free.
   */
  hashes: { ...queueing, running: Math.max(1, Math.min(2, availableParallelism() - 1)) },
} satisfies Readonly<Record<string, Policy>>

type Queues = Readonly<Record<keyof typeof turns, TurnQueue>>
/** A bundler may repeat this file: the queues serve the whole process. */
const holder: typeof globalThis & { turnQueues?: Queues } = globalThis

export function turnQueues(): Queues {
  holder.turnQueues ??= { logins: new TurnQueue(turns.logins), hashes: new TurnQueue(turns.hashes) }
  return holder.turnQueues
}

/** @returns the state of the queue in which more requests wait */
export function stateOfQueues({ logins, hashes }: Queues = turnQueues()): QueueState {
  const found = [logins.state, hashes.state]
  return queueStates.findLast((state) => found.includes(state)) ?? 'free'
}

/** Too many log in at this moment: nothing was looked at, and the attempt does not count. */
export interface Busy {
  outcome: 'busy'
}

/** A login or sign-up, from its first question to a store. @returns null when it gets no turn */
export const logInInTurn = <T>(client: Client, work: () => Promise<T>): Promise<T | null> =>
  inTurn('logins', client, work)

interface Hashing {
  client: Client
  /** What the attempt has taken from its limits; refunded if it gets no turn. Null for one that takes nothing. */
  taken: Taken | null
}

/**
 * Every hash of a password of a request goes through here, after the limits: they bound what one network or account can
 * queue. Known and unknown accounts wait alike (prevents user enumeration by timing, ASVS 6.3.8).
 * @returns null when it gets no turn
 */
export async function hashInTurn<T>({ client, taken }: Hashing, work: () => Promise<T>): Promise<T | null> {
  const value = await inTurn('hashes', client, work)
  if (value === null) await taken?.giveBack()
  return value
}

/** @param work never returns null */
async function inTurn<T>(name: keyof Queues, client: Client, work: () => Promise<T>): Promise<T | null> {
  const value = await turnQueues()[name].run(networkOf(client.ip), work)
  if (value !== null) return value

  logReport('login_queue_full', { queue: name })
  answerBusy()
  return null
}
