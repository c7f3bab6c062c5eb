// feature: required-factor (this file)
import 'server-only'
import { type AuditEntry, insertAuditEventIn } from '@/lib/db/audit-events'
import { inTransaction, type Transaction } from '@/lib/db/client'
import { type MailToQueue, queueMailIn } from '@/lib/db/mail/outbox' // feature: mail
import { deleteFactorsIn } from '@/lib/db/second-factor/change'
import { findFactorsIn, isProtectedBy } from '@/lib/db/second-factor/factors'
import { shareRules } from '@/lib/db/second-factor/required'
import { cutOffIn } from '@/lib/db/users'

/** What an admin does to the factors of a user. */
interface FactorReset {
  userId: string
  entry: AuditEntry
  /** Tells the owner (ASVS 6.3.7). */
  mail: MailToQueue | null // feature: mail
  now: Date
}

/**
 * Deletes every factor of a user with the recovery codes, and revokes all sessions, in one transaction. A login with a
 * factor and a change of the factors carry the generation from before, so they start no session and add no factor.
 * @returns the new generation, `missing` when the user has no factor, or null for an unknown user @throws {UnavailableError}
 */
export function resetFactorsRow(reset: FactorReset): Promise<number | null | 'missing'> {
  const { userId } = reset
  return inTransaction(async (transaction) => {
    await shareRules(transaction)
    if (!(await holdUser(transaction, userId))) return null
    if (!isProtectedBy(await findFactorsIn(transaction, userId))) return 'missing'

    await deleteFactorsIn(transaction, userId)
    await insertAuditEventIn(transaction, reset.entry)
    if (reset.mail) await queueMailIn(transaction, reset.mail) // feature: mail
    return cutOffIn(transaction, userId, reset.now)
  })
}

/**
 * Locks the row before the factors are read: a change of the factors comes first, or fails. Not against references: two
 * admins who reset the factors of each other write entries that name the other locked row, and would wait for each other.
 */
async function holdUser(transaction: Transaction, userId: string): Promise<boolean> {
  const held = await transaction.$queryRaw<unknown[]>`SELECT 1 FROM "User" WHERE id = ${userId} FOR NO KEY UPDATE`
  return held.length === 1
}
