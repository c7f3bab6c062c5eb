// feature: mail (this file)
import 'server-only'
import { insertAuditEventIn } from '@/lib/db/audit-events'
import { askPostgres, inTransaction, type Transaction } from '@/lib/db/client'
import { findHolder, lockAddresses } from '@/lib/db/mail/held-addresses'
import { type By, endLinks, type Hash, takeLink } from '@/lib/db/mail/links'
import { endNoticesSinceIn } from '@/lib/db/mail/notices'
import { type MailToQueue, queueMailIn } from '@/lib/db/mail/outbox'
import { type Addresses, endLaterUndos } from '@/lib/db/mail/recover'

/** The address of an account, and whether its owner has verified it. */
export function getAddress(userId: string) {
  const select = { email: true, generation: true, emailVerifiedAt: true, mustVerify: true, createdAt: true } as const
  return askPostgres((database) => database.user.findFirst({ where: { id: userId, disabledAt: null }, select }))
}

/**
 * Uses up the link and marks the address as verified. A link is about the address that the account has: a change ends it.
 * @returns whether the link was valid
 */
export function verifyAddressRow(codeHash: Hash, by: By): Promise<boolean> {
  return inTransaction(async (transaction) => {
    const link = await takeLink(transaction, codeHash, 'verify')
    if (!link) return false

    const { userId } = link
    const verified = await transaction.$executeRaw`
      UPDATE "User" SET "emailVerifiedAt" = CURRENT_TIMESTAMP, "mustVerify" = false
      WHERE id = ${userId} AND "disabledAt" IS NULL`
    if (verified === 0) return false

    await insertAuditEventIn(transaction, { kind: 'address_verified', userId, ...by })
    return true
  })
}

/** The session in which the link was opened, if it is one of the account. */
export interface KeptSession {
  userId: string
  generation: number
  sessionId: string
}

interface ChangeRow {
  codeHash: Hash
  keeping: KeptSession | null
  /** The link that undoes the change. */
  undo: { hash: Hash; lifetime: number }
  by: By
  now: Date
  /** The mail to both addresses. */
  tell: (addresses: Addresses & { hasUndo: boolean; isTold: boolean }) => Promise<readonly MailToQueue[]>
}

/** What the account has now. */
export interface ChangedAddress {
  userId: string
  generation: number
  accessVersion: number
  /** Whether the session in which the link was opened goes on. */
  isKept: boolean
}

/**
 * Uses up the link, changes the address and revokes the sessions of the user, except the one in which the link was opened,
 * in one transaction. The access version rises, because a process may have cached the old address (docs/decisions/035).
 * @returns null when the link is unknown, used or expired, all sessions were revoked since it was requested, or another
 * account has the new address: then nothing was changed
 */
export function changeAddressRow(change: ChangeRow): Promise<ChangedAddress | null> {
  return inTransaction(async (transaction) => {
    await lockAddresses(transaction)
    const link = await takeLink(transaction, change.codeHash, 'change')
    if (!link || link.email === null || link.generation === null) return null

    const { userId, email, generation } = link
    const was = await transaction.user.findFirst({
      where: { id: userId, generation, disabledAt: null },
      select: { email: true, emailVerifiedAt: true },
    })
    if (!was || (await isTaken(transaction, email, userId))) return null

    const isKept = change.keeping?.userId === userId && change.keeping.generation === generation
    const counters = await giveAddress(transaction, { userId, email }, change, isKept)
    const isTold = was.emailVerifiedAt !== null
    const hasUndo = isTold && (await holdAddress(transaction, { userId, from: was.email, to: email }, change.undo))
    const mails = await change.tell({ userId, from: was.email, to: email, hasUndo, isTold })
    for (const mail of mails) await queueMailIn(transaction, mail)
    await insertAuditEventIn(transaction, { kind: 'address_changed', userId, ...change.by })
    return { userId, ...counters, isKept }
  })
}

/** Whether another account has this address, or holds it since a change. */
async function isTaken(transaction: Transaction, email: string, userId: string): Promise<boolean> {
  const owner = await transaction.user.findUnique({ where: { email }, select: { id: true } })
  const holder = await findHolder(transaction, email)
  return [owner?.id, holder?.userId].some((id) => id !== undefined && id !== userId)
}

/** The link with which the owner has come shows that the new address is theirs. */
async function giveAddress(
  transaction: Transaction,
  { userId, email }: { userId: string; email: string },
  { keeping, now }: Pick<ChangeRow, 'keeping' | 'now'>,
  isKept: boolean,
) {
  const raised = { generation: { increment: 1 }, accessVersion: { increment: 1 } }
  const counters = await transaction.user.update({
    where: { id: userId },
    data: { email, emailVerifiedAt: now, mustVerify: false, ...raised },
    select: { generation: true, accessVersion: true },
  })
  // model: stored, signed
  const kept = isKept && keeping ? { id: { not: keeping.sessionId } } : {}
  await transaction.session.updateMany({
    where: { userId, endedAt: null, ...kept },
    data: { endedAt: now, endReason: 'revoked' },
  })
  // end
  await endLinks(transaction, userId, ['reset', 'verify'])
  return counters
}

/**
 * Holds the old address for the account, so that its owner can undo the change. A change back to an address that is held
 * is an undo itself: the address in between is not held.
 * @returns whether the change can be undone
 */
async function holdAddress(
  transaction: Transaction,
  { userId, from, to }: Addresses,
  { hash, lifetime }: ChangeRow['undo'],
): Promise<boolean> {
  const [back] = await transaction.$queryRaw<{ changedAt: Date }[]>`
    SELECT "changedAt" FROM "AddressChange"
    WHERE "userId" = ${userId} AND email = ${to} AND "endedAt" IS NULL AND "expiresAt" > CURRENT_TIMESTAMP
    ORDER BY "changedAt" LIMIT 1`
  if (back) {
    await endLaterUndos(transaction, { userId, changedAt: back.changedAt })
    // The mails since then went to the address in between: a link in one would set the password.
    await endNoticesSinceIn(transaction, userId, back.changedAt)
    return false
  }
  await transaction.$executeRaw`
    INSERT INTO "AddressChange" (id, "userId", email, "undoHash", "changedAt", "expiresAt")
    VALUES (gen_random_uuid(), ${userId}, ${from}, ${hash}, clock_timestamp(),
      clock_timestamp() + make_interval(secs => ${lifetime}))`
  return true
}
