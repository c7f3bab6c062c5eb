import { Redis } from 'ioredis'
import { keys } from '@/lib/session/revocation/keys'
import type { Started } from '@/tests/bench/support/started'

/** Without the cache, with one that has every token, and with one that has none of them. */
export const ways = ['off', 'hit', 'miss'] as const
export type Way = (typeof ways)[number]

export const waysWith = { off: ['off'], on: ['hit', 'miss'] } as const

/** Nothing gets old while it is measured, and nobody is refused for asking often. */
const steady = { FRESH_SECONDS: '86400', RATE_LIMIT: 'off' }

/** More than are asked for in a turn. */
const audiences = Array.from({ length: 500 }, (_, index) => `http://services.example/${index}`)

export const environmentOf = (cache: 'on' | 'off') => ({
  ...steady,
  TOKEN_CACHE: cache,
  API_AUDIENCES: audiences.join(','),
})

export const form = { 'content-type': 'application/x-www-form-urlencoded' }

/** The bodies of one visitor's requests: one audience again and again is found, a new one each time is not. */
export function bodiesOf(way: Way): () => string {
  let asked = 0
  return () => {
    asked += way === 'miss' ? 1 : 0
    return `audience=${audiences[asked % audiences.length]}`
  }
}

/** @returns what empties the cache, so that an audience that comes round is new again */
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
