import 'server-only'
import { endSessionRow } from '@/lib/db/sessions/end'
import { findAlive } from '@/lib/db/sessions/insert' // model: stored, signed
import { sessionFromAccess } from '@/lib/server/sessions/bearer/session'
import { changeRowData, readRowData } from '@/lib/server/sessions/data'
import type { Lifecycle, Reading } from '@/lib/server/sessions/lifecycle'
import type { AccessClaims } from '@/lib/session/bearer/access-token'
import type { BearerCredential } from '@/lib/session/bearer/credential'
import type { Session } from '@/lib/session/session'
import { toDate, toSeconds } from '@/lib/time'

/** An access token alone. It ends when it says, also where the cookies of its session are renewed. */
export const bearerLifecycle: Lifecycle<BearerCredential> = {
  reopen: async () => null,
  copyKey: () => null,
  read: ({ access }, reading) => readBearer(access, reading),
  peek: async () => null,
  renew: async () => 'refused',
  end: ({ sessionId }, reason, now) => endSessionRow(sessionId, reason, toDate(now)),
  readData: readRowData,
  changeData: changeRowData,
}

/**
 * A bearer token comes alone, and may belong to a session of any model. Where the session has a row, the row says whether it is
 * alive, since when and until when; otherwise the token itself says so.
 * @returns null when the row says otherwise
 */
export async function readBearer(
  access: AccessClaims,
  { now, trace, stores }: Pick<Reading, 'now' | 'trace' | 'stores'>,
): Promise<Session | null> {
  // model: sealed
  // A sealed session has no row and cannot be renewed without its cookie: for the bearer it ends with the token.
  if (access.span) return sessionFromAccess(access, { ...access.span, idleUntil: access.expiresAt, model: 'sealed' })
  // end

  const row = await trace.measure('postgres', () => stores.askDatabase(() => findAlive(access.sessionId, toDate(now))))
  if (row?.userId !== access.userId) return null

  const { createdAt, idleUntil, endsAt, model } = row
  const times = { startedAt: toSeconds(createdAt), idleUntil: toSeconds(idleUntil), endsAt: toSeconds(endsAt) }
  return sessionFromAccess(access, { ...times, model })
}
