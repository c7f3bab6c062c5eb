// feature: notice (this file)
import 'server-only'
import { deletePasswordChanges, findPasswordChanges } from '@/lib/db/password-changes'
import { nameDevice } from '@/lib/server/http/client'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
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
 * Lists the password changes that the user has not acknowledged yet, newest first, for every session of the account
 * except the one that made them (ASVS 6.3.7). @throws {UnavailableError}
 */
export async function listPasswordChanges({ userId, startedAt }: Session): Promise<PasswordChange[]> {
  const changes = await findPasswordChanges({ userId, sessionStartedAt: toDate(startedAt) }, most)
  return changes.map(({ userAgent, ...change }) => ({ ...change, device: nameDevice(userAgent) }))
}

/**
 * Stops the notice in all sessions of the account. The session that made a change cannot acknowledge it: the notice is
 * for the others. @param until when the newest change was made that was shown @throws {UnavailableError}
 */
export async function acknowledgePasswordChanges(
  { session: { userId, startedAt } }: AllowedVisitor,
  until: Date,
): Promise<'acknowledged'> {
  await deletePasswordChanges({ userId, sessionStartedAt: toDate(startedAt) }, until)
  return 'acknowledged'
}
