import 'server-only'
import { type AuditEntry, insertAuditEventIn } from '@/lib/db/audit-events'
import { inTransaction } from '@/lib/db/client'
import { findHolder, shareAddresses } from '@/lib/db/mail/held-addresses' // feature: mail
import { type MailToQueue, queueMailIn } from '@/lib/db/mail/outbox' // feature: mail
import { shareRules } from '@/lib/db/second-factor/required' // feature: required-factor
import { createUser, type NewUser, normalizeEmail } from '@/lib/db/users'

// feature: mail
/**
 * Makes the mail that follows a sign-up, for a new and for a known address. @param userId of the new account, or null when
 * another account has the address
 */
type Welcome = (userId: string | null) => Promise<MailToQueue>

// end
/**
 * Creates an account, unless the e-mail has one, and writes the audit entry. A transaction of the same statements in both
 * cases: a known address takes as many queries, and as many flushes to disk, as a new one (prevents user enumeration by
 * timing, ASVS 6.3.8).
 * @throws {UnavailableError} then neither was written
 */
export function openAccount(
  user: NewUser,
  from: Pick<AuditEntry, 'ip' | 'userAgent'>,
  welcome: Welcome | null = null, // feature: mail
): Promise<void> {
  return inTransaction(async (transaction) => {
    await shareRules(transaction) // feature: required-factor
    // feature: mail
    await shareAddresses(transaction)
    // An address that is held counts as that of its account, so the insert finds it taken.
    const holder = await findHolder(transaction, normalizeEmail(user.email))
    const userId = await createUser(transaction, { ...user, email: holder?.email ?? user.email })
    // end, otherwise: const userId = await createUser(transaction, user)
    await insertAuditEventIn(transaction, { kind: 'signup', ...(userId ? { userId } : {}), ...from })
    if (welcome) await queueMailIn(transaction, await welcome(userId)) // feature: mail
  })
}
