import 'server-only'
import { insertDenied } from '@/lib/db/denied-sessions'
import { endOwnedSession } from '@/lib/db/list-sessions'
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/client'
import { type End, tellRedis } from '@/lib/server/end-session'
import { isOver } from '@/lib/session/deadlines'
import { inspectAccess } from '@/lib/session/signed/access-token'
import { openSigned } from '@/lib/session/signed/credential'
import { toDate } from '@/lib/time'

/**
 * Ends the session that a token is of: an access token for whichever service, or a refresh token (RFC 7009, section 2.1).
 * Names the session, so that no other spelling of the token and no other token of the session lives on. Repeatable.
 * @returns null for what is no token of ours, or none any more
 * @throws {UnavailableError} when Postgres is away: then nothing has ended
 */
export async function revokeToken(token: string, client: Client, now: number): Promise<End | null> {
  const owned = await findOwned(token, now)
  if (!owned) return null

  const isEnding = await end(owned, now)
  if (isEnding === null) return null

  const told = await tellRedis(owned.sessionId)
  const { sessionId, ownerId: userId } = owned
  if (isEnding) await audit({ kind: 'revoked', sessionId, userId, ...client })
  return told
}

interface Owned {
  ownerId: string
  sessionId: string
  /** Of a sealed session, which has no row: how long its end must be remembered. */
  deniedUntil: number | null
}

async function findOwned(token: string, now: number): Promise<Owned | null> {
  const access = (await inspectAccess(token, now))?.claims
  if (access) {
    return { ownerId: access.userId, sessionId: access.sessionId, deniedUntil: access.frame?.endsAt ?? null }
  }
  const [refresh] = await openSigned({ seal: token }, now)
  if (!refresh || isOver(refresh, now)) return null
  return { ownerId: refresh.userId, sessionId: refresh.sessionId, deniedUntil: null }
}

/** @returns whether it was alive until now; null when there is no such session of this owner's */
async function end({ deniedUntil, ...owned }: Owned, now: number): Promise<boolean | null> {
  if (deniedUntil !== null) return insertDenied({ sessionId: owned.sessionId, expiresAt: toDate(deniedUntil) })

  const ended = await endOwnedSession(owned, 'revoked', toDate(now))
  return ended && ended.before === null
}
