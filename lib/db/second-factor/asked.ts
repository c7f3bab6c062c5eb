// feature: second-factor (this file)
import 'server-only'
import { type AuditEntry, insertAuditEventIn } from '@/lib/db/audit-events'
import { inTransaction } from '@/lib/db/client'
import { type MailToQueue, queueMailIn } from '@/lib/db/mail/outbox' // feature: mail

export interface Asked {
  /** The entry with this id is written once. */
  id: string
  entry: AuditEntry & { userId: string }
  mail: MailToQueue | null // feature: mail
}

/**
 * Writes the entry of a login that was asked for the second factor, and queues its mail, in one transaction: one mail for
 * each entry. An account that was deleted meanwhile gets neither. @throws {UnavailableError}
 */
export function insertAsked(asked: Asked): Promise<void> {
  const { id, entry } = asked
  return inTransaction(async (transaction) => {
    const found = await transaction.$queryRaw<unknown[]>`
      SELECT 1 FROM "User" WHERE id = ${entry.userId} FOR KEY SHARE`
    if (found.length === 0) return

    // feature: mail
    const isNew = await insertAuditEventIn(transaction, { ...entry, id })
    if (isNew && asked.mail) await queueMailIn(transaction, asked.mail)
    // end, otherwise: await insertAuditEventIn(transaction, { ...entry, id })
  })
}
