// model: stored, signed (this file)
import 'server-only'
import { findSessionData, listAlive, updateSessionData } from '@/lib/db/sessions/alive'
import { nameDevice } from '@/lib/server/http/client'
import type { Changed, DataChange } from '@/lib/server/sessions/lifecycle'
import type { Model } from '@/lib/session/models'
import type { Credential, Session } from '@/lib/session/session'
import { parseData, type SessionData } from '@/lib/session/session-data'
import { toDate, toSeconds } from '@/lib/time'

/** One line in a user's list of devices. Times in seconds since 1970. */
export interface ListedSession {
  id: string
  model: Model
  device: string
  /** As sent and unverified: shown for a device without a name. */
  userAgent: string | null
  ip: string | null
  startedAt: number
  /** Updated by a renewal, not by each request. */
  lastSeenAt: number
  isCurrent: boolean
}

// model: sealed
/** Lists the alive sessions that have a row, newest first; a sealed session has none. @throws {UnavailableError} */
// end, otherwise: /** Lists the alive sessions, newest first. @throws {UnavailableError} */
export async function listSessions(current: Session, now: number): Promise<ListedSession[]> {
  const rows = await listAlive(current.userId, toDate(now))
  return rows.map(({ createdAt, lastSeenAt, ...row }) => ({
    ...row,
    device: nameDevice(row.userAgent),
    startedAt: toSeconds(createdAt),
    // The database's clock writes the start, ours the rest: with clock skew, a session could be seen before it began.
    lastSeenAt: Math.max(toSeconds(lastSeenAt), toSeconds(createdAt)),
    isCurrent: row.id === current.id,
  }))
}

/** Session data of the models that have a row: read from it, changed on it, atomically. */
export async function readRowData({ sessionId }: Credential, now: number): Promise<SessionData | null> {
  const stored = await findSessionData(sessionId, toDate(now))
  return stored === undefined ? null : parseData(stored)
}

export async function changeRowData(credential: Credential, change: DataChange, now: number): Promise<Changed> {
  const data = await updateSessionData(credential.sessionId, toDate(now), (stored) => ({
    ...change(parseData(stored)),
  }))
  return data ? { data, cookies: [] } : 'ended'
}
