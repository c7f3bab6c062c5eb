import 'server-only'
import type { AccessClaims } from '@/lib/session/bearer/access-token'
import { freshUntilFrom } from '@/lib/session/deadlines'
import type { Role, Session } from '@/lib/session/session'
import type { RefreshClaims } from '@/lib/session/signed/credential'

export function sessionFromRefresh(refresh: RefreshClaims, role: Role): Session {
  const { sessionId, userId, startedAt, authenticatedAt, idleUntil, endsAt } = refresh
  const freshUntil = freshUntilFrom(refresh)
  return { id: sessionId, model: 'signed', userId, role, startedAt, authenticatedAt, freshUntil, idleUntil, endsAt }
}

export function accessFrom(refresh: RefreshClaims, role: Role): AccessClaims {
  return { ...refresh, role, expiresAt: freshUntilFrom(refresh), span: null }
}
