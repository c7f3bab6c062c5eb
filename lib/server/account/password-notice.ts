// feature: notice (this file)
import 'server-only'
import { deletePasswordChanges, findPasswordChanges } from '@/lib/db/password-changes'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { nameDevice } from '@/lib/server/sessions/name-device'
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

/**
 * From now on no session of the account is told of them. Whoever made one cannot say that they know of it: that is for the
 * others. @param until when the newest was made that was shown @throws {UnavailableError}
 */
export async function acknowledgePasswordChanges(
  { session: { userId, startedAt } }: AllowedVisitor,
  until: Date,
): Promise<'acknowledged'> {
  await deletePasswordChanges({ userId, sessionStartedAt: toDate(startedAt) }, until)
  return 'acknowledged'
}
