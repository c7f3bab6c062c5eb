import 'server-only'
import { findPasswordChanges } from '@/lib/db/password-changes'
import { nameDevice } from '@/lib/server/name-device'
import type { Session } from '@/lib/session/session'
import { toDate } from '@/lib/time'

const most = 3

export interface PasswordChange {
  id: string
  at: Date
  device: string
  ip: string | null
}

/**
 * The changes of the password that nobody has said yet that they know of, newest first: for every session of the account
 * but the one that made them (ASVS 6.3.7). @throws {UnavailableError}
 */
export async function listPasswordChanges({ userId, startedAt }: Session): Promise<PasswordChange[]> {
  const changes = await findPasswordChanges({ userId, sessionStartedAt: toDate(startedAt) }, most)
  return changes.map(({ userAgent, ...change }) => ({ ...change, device: nameDevice(userAgent) }))
}
