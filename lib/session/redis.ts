/**
 * The one connection to Upstash Redis, over HTTP: the same code on the edge and in Node.
 * Redis makes things quick; it is never the only place where something is written.
 */

import { Redis } from '@upstash/redis'
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'

/** Milliseconds of `REDIS_TIMEOUT_MS` that remain for answers that have arrived and are not read yet. */
const lastRead = 50

/**
 * Aborts a request after `REDIS_TIMEOUT_MS`, with two timers: a process that was busy for longer than the first finds it
 * due before it has read an answer that arrived in time. Between the timers it reads. With one timer, Redis would count as
 * unavailable whenever this process is slow.
 */
function impatience(): AbortSignal {
  const controller = new AbortController()
  const giveUp = () => controller.abort(new DOMException('Redis did not answer in time', 'TimeoutError'))
  setTimeout(() => setTimeout(giveUp, lastRead), env().REDIS_TIMEOUT_MS - lastRead)
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
