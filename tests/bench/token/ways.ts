import { Redis } from 'ioredis'
import { keys } from '@/lib/session/revocation/keys'
import type { Started } from '@/tests/bench/support/started'

/** Without the cache, with a cache that contains every token, and with a cache that contains none. */
export const ways = ['off', 'hit', 'miss'] as const
export type Way = (typeof ways)[number]

export const waysWith = { off: ['off'], on: ['hit', 'miss'] } as const

/** No session becomes due during the measurement, and no caller reaches a rate limit. */
const steady = { FRESH_SECONDS: '86400', RATE_LIMIT: 'off' }

/** More than the requests of a turn. */
const audiences = Array.from({ length: 500 }, (_, index) => `http://services.example/${index}`)

export const environmentOf = (cache: 'on' | 'off') => ({
  ...steady,
  TOKEN_CACHE: cache,
  API_AUDIENCES: audiences.join(','),
})

export const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** The bodies of one visitor's requests: a repeated audience hits the cache, a new one each time misses it. */
export function bodiesOf(way: Way): () => string {
  let asked = 0
  return () => {
    asked += way === 'miss' ? 1 : 0
    return `audience=${audiences[asked % audiences.length]}`
  }
}

/** @returns a function that empties the cache, so that a repeated audience misses again */
export async function cacheCleaner(started: Started, redisUrl: string): Promise<() => Promise<void>> {
  const redis = await started.use(
    async () => new Redis(redisUrl),
    async (connection) => connection.disconnect(),
  )
  return async () => {
    const cached = await redis.keys(keys.token('*', '*'))
    if (cached.length > 0) await redis.del(cached)
  }
}
