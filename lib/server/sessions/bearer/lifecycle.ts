import 'server-only'
import { findAlive } from '@/lib/db/sessions/alive' // model: stored, signed
// model: stored, signed
import { endSessionRow } from '@/lib/db/sessions/end'
// end, otherwise: import { denyLast } from '@/lib/db/sessions/denied'
import type { Lifecycle, Reading } from '@/lib/server/sessions/lifecycle'
import { changeRowData, readRowData } from '@/lib/server/sessions/rows' // model: stored, signed
import type { AccessClaims } from '@/lib/session/bearer/access-token'
import type { BearerCredential } from '@/lib/session/bearer/credential'
import { freshUntilFrom } from '@/lib/session/deadlines'
import type { Session } from '@/lib/session/session'
import { toDate, toSeconds } from '@/lib/time'

/** An access token alone. It expires at its `exp`, even if the cookies of its session are renewed. */
export const bearerLifecycle: Lifecycle<BearerCredential> = {
  reopen: async () => null,
  copyKey: () => null,
  // model: stored, signed
  read: ({ access }, reading) => readBearer(access, reading),
  // end, otherwise: read: ({ access }) => readBearer(access),
  peek: async () => null,
  renew: async () => 'refused',
  // model: stored, signed
  end: ({ sessionId }, reason, now) => endSessionRow(sessionId, reason, toDate(now)),
  // end, otherwise: end: ({ sessionId, access }) => denyLast(sessionId, toDate(access.span?.endsAt ?? access.expiresAt)),
  // model: stored, signed
  readData: readRowData,
  // end, otherwise: readData: async () => null,
  // model: stored, signed
  changeData: changeRowData,
  // end, otherwise: changeData: async () => 'ended',
}

// model: stored, signed
/**
 * A bearer token comes without cookies, and may belong to a session of any model. If the session has a row, the row
 * decides whether it is alive, and gives its start and end; otherwise the token does.
 * @returns null when the row says that the session is over
 */
// end, otherwise: /** The session has no row: the token gives its start and end. @returns null for a token without them */
export async function readBearer(
  access: AccessClaims,
  { now, trace, stores }: Pick<Reading, 'now' | 'trace' | 'stores'>, // model: stored, signed
): Promise<Session | null> {
  // model: sealed
  // A sealed session has no row and cannot be renewed without its cookie: for the bearer it ends with the token.
  if (access.span) return sessionFromAccess(access, { ...access.span, idleUntil: access.expiresAt, model: 'sealed' })
  // end

  // model: stored, signed
  const row = await trace.measure('postgres', () => stores.askDatabase(() => findAlive(access.sessionId, toDate(now))))
  if (row?.userId !== access.userId) return null

  const { createdAt, idleUntil, endsAt, model } = row
  const times = { startedAt: toSeconds(createdAt), idleUntil: toSeconds(idleUntil), endsAt: toSeconds(endsAt) }
  return sessionFromAccess(access, { ...times, model })
  // end, otherwise: return null
}

/** The fields that a token does not carry: taken from the refresh token, or from the row. */
type Beside = Pick<Session, 'startedAt' | 'idleUntil' | 'endsAt' | 'model'>

export function sessionFromAccess(access: AccessClaims, beside: Beside): Session {
  const { startedAt, idleUntil, endsAt, model } = beside
  const { sessionId: id, userId, role, accessVersion, authenticatedAt, amr, expiresAt } = access
  const freshUntil = Math.min(expiresAt, freshUntilFrom({ issuedAt: access.issuedAt, idleUntil }))
  const times = {
    ...{ startedAt, authenticatedAt, amr, freshUntil, idleUntil, endsAt },
    lacksFactor: access.lacksFactor, // feature: required-factor
  }
  return { id, model, userId, role, accessVersion, ...times }
}
