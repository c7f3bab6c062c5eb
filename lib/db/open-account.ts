import 'server-only'
import { type AuditEntry, insertAuditEventIn } from '@/lib/db/audit-events'
import { inTransaction } from '@/lib/db/client'
import { createUser, type NewUser } from '@/lib/db/users'

/**
 * Makes an account, unless the e-mail has one, and writes the line about it. A transaction of the same two statements
 * either way: a known address costs as many questions, and as many flushes to disk, as a new one (ASVS 6.3.8).
 * @throws {UnavailableError} then there is neither
 */
export function openAccount(user: NewUser, from: Pick<AuditEntry, 'ip' | 'userAgent'>): Promise<void> {
  return inTransaction(async (transaction) => {
    const userId = await createUser(transaction, user)
    await insertAuditEventIn(transaction, { kind: 'signup', ...(userId ? { userId } : {}), ...from })
  })
}
