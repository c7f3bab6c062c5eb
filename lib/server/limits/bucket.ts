import 'server-only'
import { createHmac } from 'node:crypto'
import { Ratelimit } from '@upstash/ratelimit'
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import { type LimitName, limits } from '@/lib/server/limits/limits'
import { askRedis } from '@/lib/session/redis'
import { redisKey } from '@/lib/session/revocation/keys'

type Redis = ConstructorParameters<typeof Ratelimit>[0]['redis']

/** The subject of a rate limit: an account, a network, a device. Hashed before it becomes a key. */
export interface Bucket {
  limit: LimitName
  of: string
}

export interface Token extends Bucket {
  /** Milliseconds since 1970: the end of the window that the token was taken from. */
  windowEndsAt: number
}

/**
 * @returns the token, or the seconds until there is one again
 * @throws {UnavailableError} so that no login attempt passes while Redis is unavailable
 */
export async function takeToken(bucket: Bucket): Promise<Token | number> {
  const { success, reset } = await askRedis((redis) => ratelimit(redis, bucket.limit).limit(nameOf(bucket)))
  return success ? { ...bucket, windowEndsAt: reset } : Math.max(1, Math.ceil((reset - Date.now()) / 1000))
}

/** Refunds a token, but never into a later window, which would then have more tokens than its limit. @throws {UnavailableError} */
export async function giveBackToken(token: Token): Promise<void> {
  if (Date.now() >= token.windowEndsAt) return

  await askRedis((redis) => ratelimit(redis, token.limit).limit(nameOf(token), { rate: -1 }))
}

function ratelimit(redis: Redis, name: LimitName): Ratelimit {
  const { tokens, window } = limits[name]
  return new Ratelimit({
    redis,
    limiter: Ratelimit.slidingWindow(tokens, `${window} s`),
    prefix: redisKey('limit'),
    // By default a request is accepted after five seconds of waiting, and the cache of full buckets ignores refunds.
    timeout: 0,
    ephemeralCache: false,
    analytics: false,
    enableTelemetry: false,
  })
}

/** Keyed (HMAC), because e-mails and networks can be guessed and hashed: neither Redis nor its logs reveal them. */
function nameOf({ limit, of }: Bucket): string {
  const [newest = ''] = env().SESSION_PASSWORDS
  return `${limit}:${createHmac('sha256', newest).update(`rate limit\n${limit}\n${of}`).digest('base64url')}`
}

export interface Taken {
  outcome: 'taken'
  /** Refunds the tokens of a successful attempt. Never throws: the answer does not depend on it. */
  giveBack: () => Promise<void>
}

export interface TooMany {
  outcome: 'too_many'
  /** Seconds, for the `Retry-After` header. */
  retryAfter: number
}

/**
 * Takes a token from each bucket, or from none: a refused attempt counts nowhere.
 * @throws {UnavailableError}
 */
export async function takeFrom(buckets: readonly Bucket[]): Promise<Taken | TooMany> {
  if (env().RATE_LIMIT === 'off') return { outcome: 'taken', giveBack: async () => undefined }

  const taken: Token[] = []
  for (const bucket of buckets) {
    const token = await takeToken(bucket)
    if (typeof token === 'number') {
      await giveBackAll(taken)
      return { outcome: 'too_many', retryAfter: token }
    }
    taken.push(token)
  }
  return { outcome: 'taken', giveBack: () => giveBackAll(taken) }
}

async function giveBackAll(tokens: readonly Token[]): Promise<void> {
  try {
    await Promise.all(tokens.map(giveBackToken))
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('token_not_given_back', error)
  }
}
