import 'server-only'
import * as z from 'zod/mini'
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import type { AccessClaims } from '@/lib/session/bearer/access-token'
import { signingKey } from '@/lib/session/bearer/keys'
import { askRedis } from '@/lib/session/redis'
import { keys } from '@/lib/session/revocation/keys'
import { openSeal, seal } from '@/lib/session/seal'

/**
 * Cache of issued tokens, in Redis until half of their lifetime is over. Off by default: by measurement, it helps
 * clients that request a token every time, and costs clients that keep theirs (docs/benchmarks.md). It decides nothing:
 * its callers have been checked strictly before.
 */

export interface HandedOut {
  token: string
  expiresAt: number
}

/** The key is in the seal, so that an attacker who can write to Redis cannot store one user's token under another's key. */
const Kept = z.object({ key: z.string(), token: z.string(), expiresAt: z.int() })

/** @returns null where the cache has no entry, or Redis is unavailable */
export async function cachedToken(claims: AccessClaims, audience: string, now: number): Promise<HandedOut | null> {
  const key = await keyOf(claims, audience)
  const value = await orNothing(() => askRedis((redis) => redis.get<unknown>(key)))
  const kept = typeof value === 'string' ? await openSeal('token', Kept, value) : null
  return kept?.key === key && kept.expiresAt - now > halfLife() ? kept : null
}

export async function cacheToken(claims: AccessClaims, audience: string, token: HandedOut, now: number): Promise<void> {
  const ex = claims.expiresAt - now - halfLife()
  if (ex <= 0) return

  const key = await keyOf(claims, audience)
  const value = await seal('token', { ...token, key })
  await orNothing(() => askRedis((redis) => redis.set(key, value, { ex })))
}

const halfLife = () => Math.ceil(env().FRESH_SECONDS / 2)

/** Covers every claim of a token except its times: a renewal that changed a claim has another key. */
async function keyOf(claims: AccessClaims, audience: string): Promise<string> {
  const { sessionId, generation, siteGeneration, accessVersion, role } = claims
  const { kid } = await signingKey()
  return keys.token(sessionId, [generation, siteGeneration, accessVersion, role, kid, audience].join(':'))
}

/** The check has asked Redis a moment ago. If Redis is unavailable by now, the token is signed as if there were no cache. */
async function orNothing<T>(question: () => Promise<T>): Promise<T | null> {
  try {
    return await question()
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('token_cache_unavailable', error)
    return null
  }
}
