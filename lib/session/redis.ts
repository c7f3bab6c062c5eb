/**
 * The one connection to Upstash Redis, over HTTP: the same commands on the edge and in Node.
 * Redis is a cache in front of Postgres; no fact is stored in Redis alone.
 */

import { Redis } from '@upstash/redis'
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'

/** The last milliseconds of `REDIS_TIMEOUT_MS`, for reading answers that have already arrived. */
const lastRead = 50

/**
 * Aborts a request after `REDIS_TIMEOUT_MS`, with two timers. A process that was busy finds the first timer due before
 * it has read an answer that arrived in time; it reads that answer before the second timer fires. With one timer, Redis
 * would count as unavailable whenever this process is slow.
 * @returns `end` stops the timers. A running timer keeps everything that belongs to its request in memory (AsyncLocalStorage)
 */
function patience(): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController()
  const giveUp = () => controller.abort(new DOMException('Redis did not answer in time', 'TimeoutError'))
  let timer = setTimeout(() => {
    timer = setTimeout(giveUp, lastRead)
  }, env().REDIS_TIMEOUT_MS - lastRead)
  return { signal: controller.signal, end: () => clearTimeout(timer) }
}

let client: Promise<Redis> | undefined

async function connect(): Promise<Redis> {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env()
  const redis = new Redis({
    url,
    token,
    // A function, not a signal: with a plain signal the client reports a timeout as if Redis had answered "Aborted".
    signal: () => patience().signal,
    // Retries once, without delay, for a kept-alive connection that the other end has closed. A timeout is not retried.
    retry: { retries: 1, backoff: () => 0 },
    responseEncoding: false,
    automaticDeserialization: false,
    enableTelemetry: false,
  })
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { sendThroughUndici } = await import('@/lib/session/redis-node')
    redis.use(sendThroughUndici({ url, token, patience }))
  }
  return redis
}

/** A way to send a command to Redis. @throws {UnavailableError} */
export type AskRedis = <T>(question: (redis: Redis) => Promise<T>) => Promise<T>

/** @throws {UnavailableError} for every failure: an answer that cannot be read must not decide about a session */
export async function askRedis<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
  try {
    client ??= connect()
    return await question(await client)
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

/** @returns what the operator has to change, for an error that waiting does not cure; null for every other */
function adviceFor(error: unknown): string | null {
  // The client appends the command to the message, and with it what a visitor has sent.
  const [text = ''] = error instanceof Error ? error.message.split(', command was:') : []
  return advices.find(([pattern]) => pattern.test(text))?.[1] ?? null
}

/** Writes a key, because a Redis that answers PING may refuse to write. @throws {UnavailableError} */
export async function pingRedis(): Promise<void> {
  await askRedis((redis) => redis.set(`${env().REDIS_PREFIX}:health`, '1', { ex: 60 }))
}
