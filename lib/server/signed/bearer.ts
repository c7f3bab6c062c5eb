import 'server-only'
import { findAlive } from '@/lib/db/sessions'
import { type Reading, straight } from '@/lib/server/lifecycle'
import { sessionFromAccess } from '@/lib/server/signed/session'
import type { Session } from '@/lib/session/session'
import type { AccessClaims } from '@/lib/session/signed/access-token'
import { toDate, toSeconds } from '@/lib/time'

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
