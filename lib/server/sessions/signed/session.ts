import 'server-only'
import { findAlive } from '@/lib/db/sessions/insert'
import { type Reading, straight } from '@/lib/server/sessions/lifecycle'
import { freshUntilFrom } from '@/lib/session/deadlines'
import type { Role, Session } from '@/lib/session/session'
import type { AccessClaims } from '@/lib/session/signed/access-token'
import type { RefreshClaims } from '@/lib/session/signed/refresh'
import { toDate, toSeconds } from '@/lib/time'

/** What a token leaves out, because whoever holds it can read it: taken from the refresh token, or from the row. */
type Frame = Pick<Session, 'startedAt' | 'idleUntil' | 'endsAt'> & Partial<Pick<Session, 'model'>>

export function sessionFromAccess(access: AccessClaims, beside: Frame): Session {
  const { startedAt, idleUntil, endsAt, model = 'signed' } = beside
  const { userId, role, authenticatedAt, expiresAt } = access
  const freshUntil = Math.min(expiresAt, freshUntilFrom({ issuedAt: access.issuedAt, idleUntil }))
  return { id: access.sessionId, model, userId, role, startedAt, authenticatedAt, freshUntil, idleUntil, endsAt }
}

export function sessionFromRefresh(refresh: RefreshClaims, role: Role): Session {
  const { sessionId, userId, startedAt, authenticatedAt, idleUntil, endsAt } = refresh
  const freshUntil = freshUntilFrom(refresh)
  return { id: sessionId, model: 'signed', userId, role, startedAt, authenticatedAt, freshUntil, idleUntil, endsAt }
}

export function accessFrom(refresh: RefreshClaims, role: Role): AccessClaims {
  return { ...refresh, role, expiresAt: freshUntilFrom(refresh), frame: null }
}

/**
 * A bearer token comes alone, and may be of a session of any model. Where the session has a row, the row says whether it is
 * alive, since when and until when; of a sealed one the token itself says so.
 * @returns null when the row says otherwise
 */
export async function readBearer(
  access: AccessClaims,
  { now, trace, askDatabase = straight }: Pick<Reading, 'now' | 'trace' | 'askDatabase'>,
): Promise<Session | null> {
  // Without its cookie a sealed session cannot be renewed: for whoever holds this token it ends with the token.
  if (access.frame) return sessionFromAccess(access, { ...access.frame, idleUntil: access.expiresAt, model: 'sealed' })

  const row = await trace.measure('postgres', () => askDatabase(() => findAlive(access.sessionId, toDate(now))))
  if (row?.userId !== access.userId) return null

  const { createdAt, idleUntil, endsAt, model } = row
  const times = { startedAt: toSeconds(createdAt), idleUntil: toSeconds(idleUntil), endsAt: toSeconds(endsAt) }
  return sessionFromAccess(access, { ...times, model })
}
