// model: stored, signed (this file)
import 'server-only'
import { listAlive } from '@/lib/db/sessions/list'
import { nameDevice } from '@/lib/server/sessions/name-device'
import type { Model } from '@/lib/session/models'
import type { Session } from '@/lib/session/session'
import { toDate, toSeconds } from '@/lib/time'

/** One line of an owner's list of devices. Times in seconds since 1970. */
export interface ListedSession {
  id: string
  model: Model
  device: string
  /** As sent, and as trustworthy: for a device without a name. */
  userAgent: string | null
  ip: string | null
  startedAt: number
  /** Moved by a renewal, not by each request. */
  lastSeenAt: number
  isCurrent: boolean
}

/** Everything that is alive and has a row, newest first; a sealed session has none. @throws {UnavailableError} */
export async function listSessions(current: Session, now: number): Promise<ListedSession[]> {
  const rows = await listAlive(current.userId, toDate(now))
  return rows.map(({ createdAt, lastSeenAt, ...row }) => ({
    ...row,
    device: nameDevice(row.userAgent),
    startedAt: toSeconds(createdAt),
    // The database's clock has written the start, ours the rest: behind it, a session would be seen before it began.
    lastSeenAt: Math.max(toSeconds(lastSeenAt), toSeconds(createdAt)),
    isCurrent: row.id === current.id,
  }))
}
