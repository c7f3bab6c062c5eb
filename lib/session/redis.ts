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
    throw new UnavailableError('redis', error, adviceFor(error))
  }
}

const advices: readonly [RegExp, string][] = [
  [
    /WRONGPASS|Unauthorized|NOAUTH/i,
    'Redis refuses the token: use UPSTASH_REDIS_REST_TOKEN of the same database as the address.',
  ],
  [/NOPERM|read[- ]?only token/i, 'The token of Redis may not write: use the one that is not read-only.'],
  [/READONLY/i, 'Redis is a read-only replica: use the address of the primary.'],
  [/OOM|maxmemory/i, 'Redis is full: give it more memory, or remove keys that are not of this application.'],
  [
    /max (daily )?request|rate ?limit|quota|429|limit exceeded/i,
    'The quota of Redis is used up: raise the limits of its plan.',
  ],
]

/** @returns what the owner has to change, for an error that waiting does not cure; null for every other */
function adviceFor(error: unknown): string | null {
  // The client quotes the command behind the message, and in it what a visitor has sent.
  const [text = ''] = error instanceof Error ? error.message.split(', command was:') : []
  return advices.find(([pattern]) => pattern.test(text))?.[1] ?? null
}

/** A Redis that answers PING may refuse to write. @throws {UnavailableError} */
export async function pingRedis(): Promise<void> {
  await askRedis((redis) => redis.set(`${env().REDIS_PREFIX}:health`, '1', { ex: 60 }))
}
