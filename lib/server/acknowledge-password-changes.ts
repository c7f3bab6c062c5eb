import 'server-only'
import { deletePasswordChanges } from '@/lib/db/password-changes'
import type { AllowedVisitor } from '@/lib/server/check-visitor'
import { toDate } from '@/lib/time'

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
