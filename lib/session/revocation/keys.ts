/** What Redis remembers about revocation, and for how long. Runs anywhere. Nothing personal is in a key. */

import { env } from '@/lib/env'
import { clockTolerance } from '@/lib/session/deadlines'
import { seconds } from '@/lib/time'

/** In the namespace of this deployment and its database. */
export const redisKey = (name: string) => `${env().REDIS_PREFIX}:${name}`

export const keys = {
  denied: (sessionId: string) => redisKey(`denied:${sessionId}`),
  generation: (userId: string) => redisKey(`generation:${userId}`),
  accessVersion: (userId: string) => redisKey(`access:${userId}`),
  siteGeneration: () => redisKey('generation'),
  /** Every denial and raised counter again, in the order in which they were written: for whoever keeps a copy. */
  feed: () => redisKey('feed'),
  /** What the feed is: its epoch, how many entries it has had, how many of them were trimmed. */
  feedHead: () => redisKey('feed:head'),
  /** A copy of a stored session's row. */
  storedSession: (sessionId: string) => redisKey(`session:${sessionId}`),
  /** A token that was handed out; `subject` is everything that it says. */
  token: (sessionId: string, subject: string) => redisKey(`token:${sessionId}:${subject}`),
} as const

/** How long a renewal may be under way: it takes `now` before it asks, and may answer that much later. */
export const renewalPatience = seconds(3)

/**
 * Longer than any credential issued before it can be believed without asking the database: after that, Redis may forget.
 * @returns seconds
 */
export const denialLifetime = () => env().FRESH_SECONDS + clockTolerance + renewalPatience
