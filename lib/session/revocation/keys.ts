/** The Redis keys about revocation, and how long they live. Runs anywhere. No personal data is in a key. */

import { env } from '@/lib/env'
import { clockTolerance } from '@/lib/session/deadlines'
import { seconds } from '@/lib/time'

/** Prefixes a key with the namespace of this deployment and its database. */
export const redisKey = (name: string) => `${env().REDIS_PREFIX}:${name}`

export const keys = {
  denied: (sessionId: string) => redisKey(`denied:${sessionId}`),
  generation: (userId: string) => redisKey(`generation:${userId}`),
  accessVersion: (userId: string) => redisKey(`access:${userId}`),
  siteGeneration: () => redisKey('generation'),
  /** Every denial and raised counter again, in the order in which they were written: for the local replicas. */
  feed: () => redisKey('feed'),
  /** About the feed: its epoch, how many entries it has had, how many of them were trimmed. */
  feedHead: () => redisKey('feed:head'),
  /** The cached row of a stored session. */
  storedSession: (sessionId: string) => redisKey(`session:${sessionId}`),
  /** A cached access token; `subject` covers all of its claims. */
  token: (sessionId: string, subject: string) => redisKey(`token:${sessionId}:${subject}`),
} as const

/** How long a renewal may take: it reads the time before it asks for revocations, and may answer that much later. */
export const renewalPatience = seconds(3)

/**
 * How long a denial lives in Redis: longer than any credential issued before it stays fresh. After that, a check asks
 * the database.
 * @returns seconds
 */
export const denialLifetime = () => env().FRESH_SECONDS + clockTolerance + renewalPatience
