import 'server-only'
import { getProfile } from '@/lib/server/get-profile'
import { permissionsOf } from '@/lib/session/permissions'
import type { Session } from '@/lib/session/session'
import { toIso } from '@/lib/time'

/**
 * Who is calling, and by which session: the body of `GET /api/me`. Times are ISO 8601.
 * @returns null when the account was deleted since the check
 * @throws {UnavailableError}
 */
export async function describeCaller(session: Session) {
  const profile = await getProfile(session.userId)
  if (!profile) return null

  const { id, model } = session
  return {
    // The role is the session's, which is what this request is allowed by.
    user: { ...profile, role: session.role, permissions: permissionsOf(session.role) },
    session: {
      id,
      model,
      startedAt: toIso(session.startedAt),
      authenticatedAt: toIso(session.authenticatedAt),
      freshUntil: toIso(session.freshUntil),
      idleUntil: toIso(session.idleUntil),
      endsAt: toIso(session.endsAt),
    },
  }
}
