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
 * Tokens that were handed out, kept in Redis until half of their life is over. Off by default: measured, it helps callers who
 * ask anew each time, and costs those who keep their token (docs/benchmarks.md). Decides nothing: whoever gets a token from
 * here has been checked strictly before.
 */

export interface HandedOut {
  token: string
  expiresAt: number
}

/** The key is in the seal: whoever can write to Redis must not put one person's token under another's. */
const Kept = z.object({ key: z.string(), token: z.string(), expiresAt: z.int() })

/** @returns null where nothing is kept, where nothing was found, and where Redis does not say */
export async function cachedToken(claims: AccessClaims, audience: string, now: number): Promise<HandedOut | null> {
  if (env().TOKEN_CACHE === 'off') return null

  const key = await keyOf(claims, audience)
  const value = await orNothing(() => askRedis((redis) => redis.get<unknown>(key)))
  const kept = typeof value === 'string' ? await openSeal('token', Kept, value) : null
  return kept?.key === key && kept.expiresAt - now > halfLife() ? kept : null
}

export async function cacheToken(claims: AccessClaims, audience: string, token: HandedOut, now: number): Promise<void> {
  const ex = claims.expiresAt - now - halfLife()
  if (env().TOKEN_CACHE === 'off' || ex <= 0) return

  const key = await keyOf(claims, audience)
  const value = await seal('token', { ...token, key })
  await orNothing(() => askRedis((redis) => redis.set(key, value, { ex })))
}

const halfLife = () => Math.ceil(env().FRESH_SECONDS / 2)

/** All that a token says, but its times: after a renewal by which something has changed, it is another one. */
async function keyOf(claims: AccessClaims, audience: string): Promise<string> {
  const { sessionId, generation, siteGeneration, accessVersion, role } = claims
  const { kid } = await signingKey()
  return keys.token(sessionId, [generation, siteGeneration, accessVersion, role, kid, audience].join(':'))
}

/** The check has asked Redis a moment ago. If it is away by now, the token is signed as if there were no cache. */
async function orNothing<T>(question: () => Promise<T>): Promise<T | null> {
  try {
    return await question()
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('token_cache_unavailable', error)
    return null
  }
}
