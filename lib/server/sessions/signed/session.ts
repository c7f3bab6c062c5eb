import 'server-only'
import type { AccessClaims } from '@/lib/session/bearer/access-token'
import { freshUntilFrom } from '@/lib/session/deadlines'
import type { Role, Session } from '@/lib/session/session'
import type { RefreshClaims } from '@/lib/session/signed/refresh'

/** What a token leaves out, because whoever holds it can read it: taken from the refresh token, or from the row. */
type Times = Pick<Session, 'startedAt' | 'idleUntil' | 'endsAt'> & Partial<Pick<Session, 'model'>>

export function sessionFromAccess(access: AccessClaims, beside: Times): Session {
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
  return { ...refresh, role, expiresAt: freshUntilFrom(refresh), span: null }
}
