// feature: mail (this file)
import 'server-only'
import { cutOffExpired, deleteExpired, findExpiredAccounts } from '@/lib/db/mail/expired-accounts'
import { unverifiedLifetime } from '@/lib/server/account/address'
import { forgetProfile } from '@/lib/server/account/profile'
import { audit } from '@/lib/server/audit'
import { tell } from '@/lib/server/sessions/end'
import { raiseGeneration } from '@/lib/session/revocation/write'
import { toDate } from '@/lib/time'

/** Accounts of one call: each is deleted on its own, like an account that its owner deletes. */
const most = 200

/**
 * Deletes accounts whose address was not verified in time: an attacker who signs up with the address of another person
 * does not keep it. Their sessions end first, as at every deletion (ASVS 7.4.2).
 * @returns how many accounts were deleted @throws {UnavailableError}
 */
export async function deleteUnverifiedAccounts(now: number): Promise<number> {
  let deleted = 0
  for (const { id } of await findExpiredAccounts(toDate(now - unverifiedLifetime), most)) {
    if (await deleteUnverified(id, now)) deleted += 1
  }
  return deleted
}

async function deleteUnverified(userId: string, now: number): Promise<boolean> {
  const generation = await cutOffExpired(userId, toDate(now))
  if (generation === null) return false

  // Unpublished, the account stays: the next call publishes its end again.
  const told = await tell(() => raiseGeneration(userId, generation))
  if (told === 'unfinished' || !(await deleteExpired(userId))) return false

  forgetProfile(userId)
  // One more than any row ever had: this revokes logins since then too (delete.ts).
  await tell(() => raiseGeneration(userId, generation + 1))
  await audit({ kind: 'account_expired' })
  return true
}
