import 'server-only'
import { env } from '@/lib/env'
import { issuer } from '@/lib/origins'
import type { Caller } from '@/lib/server/answer-caller'
import { peekSession } from '@/lib/server/renew-session'
import { cachedToken, cacheToken, type HandedOut } from '@/lib/server/tokens/token-cache'
import { freshUntilFrom } from '@/lib/session/deadlines'
import { type AccessClaims, signAccess } from '@/lib/session/signed/access-token'

/** Whom a token may be for: ourselves, and the services of API_AUDIENCES. */
export const isAudience = (audience: string) => audience === issuer() || env().API_AUDIENCES.includes(audience)

/**
 * An access token (RFC 9068) for whoever holds the cookie of a session, of any model. It lives as long as a credential is
 * believed, FRESH_SECONDS at most, and is dead with its session wherever somebody asks about that. As at a renewal Postgres
 * decides: a session that Redis has forgotten to deny must not get minutes more out of its last ones.
 * @returns null when the session is over
 * @throws {UnavailableError}
 */
export async function issueToken(caller: Caller, audience: string): Promise<HandedOut | null> {
  const known = await cachedToken(claimsOf(caller), audience, caller.now)
  if (known) return known

  const session = await peekSession(caller.credential, caller.now)
  if (!session) return null

  const claims = claimsOf({ ...caller, session })
  const token = { token: await signAccess(claims, audience), expiresAt: claims.expiresAt }
  await cacheToken(claims, audience, token, caller.now)
  return token
}

/** Counters of the credential that was checked just now, read before its role was: what is raised meanwhile is higher. */
function claimsOf({ session, credential, now }: Caller): AccessClaims {
  const { generation, siteGeneration, accessVersion } = credential
  const { startedAt, endsAt } = session
  return {
    ...{ generation, siteGeneration, accessVersion },
    sessionId: session.id,
    userId: session.userId,
    role: session.role,
    authenticatedAt: session.authenticatedAt,
    issuedAt: now,
    expiresAt: freshUntilFrom({ issuedAt: now, idleUntil: session.idleUntil }),
    frame: session.model === 'sealed' ? { startedAt, endsAt } : null,
  }
}
