// feature: mail (this file)
import 'server-only'
import { insertAuditEventIn } from '@/lib/db/audit-events'
import { askPostgres, inTransaction, type Transaction } from '@/lib/db/client'
import { lockAddresses } from '@/lib/db/mail/held-addresses'
import { type By, endLinks, type Hash, takeLink } from '@/lib/db/mail/links'
import {
  endNoticesSinceIn,
  findFirstNoticeIn, // feature: second-factor
} from '@/lib/db/mail/notices'
import { type MailToQueue, queueMailIn } from '@/lib/db/mail/outbox'
import { deleteFactorsIn, deleteFactorsSinceIn } from '@/lib/db/second-factor/change' // feature: second-factor
import { findFactorsIn, isProtectedBy } from '@/lib/db/second-factor/factors' // feature: second-factor
import { shareRules } from '@/lib/db/second-factor/required' // feature: required-factor
import { cutOffIn } from '@/lib/db/users'

/** With the code of a link, its owner sets a new password. */
export interface RecoveryRow {
  codeHash: Hash
  passwordHash: string
  by: By
  now: Date
}

interface ResetRow extends RecoveryRow {
  /** The mail that tells the user, made when it is known who that is. */
  tell: (userId: string, recovered: Recovered) => Promise<MailToQueue>
}

export interface Recovered {
  /** The new one. */
  generation: number
  /** The factors of the account were deleted, because its address had not been verified before. */
  hasLostFactor: boolean // feature: second-factor
}

/**
 * Uses up the link, writes the new hash and revokes all sessions of the user, of every model, in one transaction. The link
 * was in the mailbox of the user, so the address is verified too.
 * @returns null when the link is unknown, used or expired, or the account is disabled: then no password was changed
 */
export function resetPasswordRow({ tell, ...row }: ResetRow) {
  return inTransaction(async (transaction) => {
    await shareRules(transaction) // feature: required-factor
    const link = await takeLink(transaction, row.codeHash, 'reset')
    if (!link) return null

    const { userId } = link
    const recovered = await recoverUser(transaction, { ...row, userId })
    if (!recovered) return null

    await queueMailIn(transaction, await tell(userId, recovered))
    await insertAuditEventIn(transaction, { kind: 'password_reset', userId, ...row.by })
    return { userId, generation: recovered.generation }
  })
}

/** Both addresses of an account: before something happened, and afterwards. */
export interface Addresses {
  userId: string
  from: string
  to: string
}

interface UndoRow extends RecoveryRow {
  /** The mail to both addresses. */
  tell: (addresses: Addresses) => Promise<readonly MailToQueue[]>
}

interface Undone extends Addresses {
  changedAt: Date
}

/**
 * Undoes a change of the address: restores the old one, writes the new hash and revokes all sessions of the user, in one
 * transaction. It also ends the links that would undo later changes: an attacker who has changed the address twice cannot
 * undo this.
 * @returns null when the link is unknown, used or expired, or the account is disabled: then nothing was changed
 */
export function undoChangeRow({ tell, ...row }: UndoRow) {
  return inTransaction(async (transaction) => {
    await shareRules(transaction) // feature: required-factor
    await lockAddresses(transaction)
    // The account before its changes of address, as its deletion does, so that no two transactions wait for each other.
    await transaction.$queryRaw`
      SELECT 1 FROM "User" WHERE id = (SELECT "userId" FROM "AddressChange" WHERE "undoHash" = ${row.codeHash}) FOR UPDATE`
    const [change] = await transaction.$queryRaw<Undone[]>`
      UPDATE "AddressChange" AS change SET "endedAt" = CURRENT_TIMESTAMP FROM "User"
      WHERE change."undoHash" = ${row.codeHash} AND change."endedAt" IS NULL AND change."expiresAt" > CURRENT_TIMESTAMP
        AND "User".id = change."userId" AND "User"."disabledAt" IS NULL
      RETURNING change."userId", change.email AS "to", "User".email AS "from", change."changedAt"`
    if (!change) return null

    const { userId, from, to } = change
    await endLaterUndos(transaction, change)
    const recovered = await recoverUser(transaction, { ...row, userId, email: to })
    if (!recovered) return null

    await deleteFactorsOfIntruder(transaction, change) // feature: second-factor
    // The mails since then went to the address of the attacker: their links would lock the password of the owner.
    await endNoticesSinceIn(transaction, userId, change.changedAt)
    for (const mail of await tell({ userId, from, to })) await queueMailIn(transaction, mail)
    await insertAuditEventIn(transaction, { kind: 'address_restored', userId, ...row.by })
    return { userId, generation: recovered.generation }
  })
}

/** Ends the links that undo this change and later ones. */
export async function endLaterUndos(
  transaction: Transaction,
  { userId, changedAt }: Pick<Undone, 'userId' | 'changedAt'>,
): Promise<void> {
  await transaction.$executeRaw`
    UPDATE "AddressChange" SET "endedAt" = CURRENT_TIMESTAMP
    WHERE "userId" = ${userId} AND "changedAt" >= ${changedAt} AND "endedAt" IS NULL`
}

/** Whether a link with this code undoes a change now. @throws {UnavailableError} */
export async function isUndoLive(undoHash: Hash): Promise<boolean> {
  const found = await askPostgres(
    (database) => database.$queryRaw<unknown[]>`
      SELECT 1 FROM "AddressChange"
      WHERE "undoHash" = ${undoHash} AND "endedAt" IS NULL AND "expiresAt" > CURRENT_TIMESTAMP`,
  )
  return found.length === 1
}

interface Recovering extends Pick<RecoveryRow, 'passwordHash' | 'by' | 'now'> {
  userId: string
  /** The restored address. */
  email?: string
}

/** @returns null for a disabled account: then nothing was changed */
async function recoverUser(transaction: Transaction, recovering: Recovering): Promise<Recovered | null> {
  const { userId, passwordHash, by, now, email } = recovering
  const address = email === undefined ? {} : { email, accessVersion: { increment: 1 } }
  const isClaimed = await isUnverified(transaction, userId) // feature: second-factor
  const { count } = await transaction.user.updateMany({
    where: { id: userId, disabledAt: null },
    data: { passwordHash, emailVerifiedAt: now, mustVerify: false, ...address },
  })
  if (count === 0) return null

  // feature: second-factor
  const hasLostFactor = isClaimed && isProtectedBy(await findFactorsIn(transaction, userId))
  if (hasLostFactor) await deleteFactorsIn(transaction, userId)
  // end
  await endLinks(transaction, userId, ['reset', 'verify', 'change'])
  // feature: notice
  // No session made this change, so every later session shows the notice.
  const made = { userId, at: now, sessionStartedAt: new Date(0), ...by }
  await transaction.passwordChange.create({ data: made, select: { id: true } })
  // end
  const generation = await cutOffIn(transaction, userId, now)
  if (generation === null) return null
  // feature: second-factor
  return { generation, hasLostFactor }
  // end, otherwise: return { generation }
}

// feature: second-factor
/** An attacker may have logged in, and added a factor, before the change. The mails about both were sent then. */
async function deleteFactorsOfIntruder(transaction: Transaction, { userId, changedAt }: Undone): Promise<void> {
  const first = await findFirstNoticeIn(transaction, userId)
  const since = first && first < changedAt ? first : changedAt
  await deleteFactorsSinceIn(transaction, userId, since)
}

/**
 * Whether the address of an account must still be verified. Another person may have opened the account with it, and added a
 * factor that logs in after the owner of the mailbox has set a password. Locked, so that none is added meanwhile.
 */
async function isUnverified(transaction: Transaction, userId: string): Promise<boolean> {
  const [account] = await transaction.$queryRaw<{ mustVerify: boolean }[]>`
    SELECT "mustVerify" FROM "User" WHERE id = ${userId} FOR UPDATE`
  return account?.mustVerify ?? false
}
// end
