// model: stored, signed (this file)
import 'server-only'
import { findSessionData, updateSessionData } from '@/lib/db/sessions/data'
import type { Changed, DataChange } from '@/lib/server/sessions/lifecycle'
import type { Credential } from '@/lib/session/session'
import { parseData, type SessionData } from '@/lib/session/session-data'
import { toDate } from '@/lib/time'

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
