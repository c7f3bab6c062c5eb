/**
 * The one connection to Upstash Redis, over HTTP: the same code on the edge and in Node.
 * Redis makes things quick; it is never the only place where something is written.
 */

import { Redis } from '@upstash/redis'
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'

/** Milliseconds after which Redis counts as away, in two steps. */
const patience = [450, 50] as const
export const redisPatience = patience[0] + patience[1]

/**
 * In two steps, because a process that was busy for that long finds its timer due before it has read the answer that
 * came meanwhile: between the steps it reads. One long timer would call Redis away whenever we are slow ourselves.
 */
function impatience(): AbortSignal {
  const controller = new AbortController()
  const giveUp = () => controller.abort(new DOMException('Redis did not answer in time', 'TimeoutError'))
  setTimeout(() => setTimeout(giveUp, patience[1]), patience[0])
  return controller.signal
}

let client: Redis | undefined

function redis(): Redis {
  client ??= new Redis({
    url: env().UPSTASH_REDIS_REST_URL,
    token: env().UPSTASH_REDIS_REST_TOKEN,
    // A function, not a signal: with a plain signal the client answers a timeout with the word "Aborted", as if Redis had.
    signal: impatience,
    // Once, at once: for a connection that was kept and has been closed at the other end. A timeout is not repeated.
    retry: { retries: 1, backoff: () => 0 },
    automaticDeserialization: false,
    enableTelemetry: false,
  })
  return client
}

/** How a question reaches Redis. @throws {UnavailableError} */
export type AskRedis = <T>(question: (redis: Redis) => Promise<T>) => Promise<T>

/** @throws {UnavailableError} whatever went wrong: an answer that is no answer must not decide about anybody */
export async function askRedis<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
  try {
    return await question(redis())
  } catch (error) {
    throw new UnavailableError('redis', error)
  }
}

/** @throws {UnavailableError} */
export async function pingRedis(): Promise<void> {
  await askRedis((redis) => redis.ping())
}
