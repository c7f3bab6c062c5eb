import 'server-only'
import type { AccessClaims } from '@/lib/session/bearer/access-token'
import { freshUntilFrom } from '@/lib/session/deadlines'
import type { Session } from '@/lib/session/session'

/** What a token leaves out, because its bearer can read it: taken from the refresh token, or from the row. */
type Beside = Pick<Session, 'startedAt' | 'idleUntil' | 'endsAt' | 'model'>

export function sessionFromAccess(access: AccessClaims, beside: Beside): Session {
  const { startedAt, idleUntil, endsAt, model } = beside
  const { userId, role, authenticatedAt, expiresAt } = access
  const freshUntil = Math.min(expiresAt, freshUntilFrom({ issuedAt: access.issuedAt, idleUntil }))
  return { id: access.sessionId, model, userId, role, startedAt, authenticatedAt, freshUntil, idleUntil, endsAt }
}
