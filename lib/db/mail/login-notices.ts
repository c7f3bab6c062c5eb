// feature: mail (this file)
import 'server-only'
import { insertAuditEventIn } from '@/lib/db/audit-events'
import { inTransaction, type Transaction } from '@/lib/db/client'
import { type By, type Hash, saveLinkIn } from '@/lib/db/mail/links'
import { insertNoticeIn, type NotMeLink } from '@/lib/db/mail/notices'
import { type MailToQueue, queueMailIn } from '@/lib/db/mail/outbox'
import { deleteFactorsSinceIn } from '@/lib/db/second-factor/change' // feature: second-factor
import { shareRules } from '@/lib/db/second-factor/required' // feature: required-factor
import { cutOffIn } from '@/lib/db/users'

/** Logins of one account within 24 hours that the owner gets a mail about: an attacker cannot flood the mailbox. */
export const noticesPerDay = 5

export interface NewLoginNotice extends NotMeLink {
  userId: string
  /** When the login began. If it was raised since, the login fails, and there is nothing to tell. */
  generation: number
  /** The mail to the address of the account. @param isLast whether further logins of the same day cause no mail */
  write: (to: string, isLast: boolean) => Promise<MailToQueue>
}

/**
 * As part of the transaction that starts the session: neither exists without the other. It locks the account, so
 * parallel logins are counted one after the other. The first login of a new account is that of its owner: it is counted,
 * and causes no mail.
 */
export async function insertLoginNoticeIn(transaction: Transaction, notice: NewLoginNotice): Promise<void> {
  const { userId, generation } = notice
  const [account] = await transaction.$queryRaw<{ email: string; isNew: boolean }[]>`
    SELECT email, "createdAt" > CURRENT_TIMESTAMP - INTERVAL '1 day' AS "isNew" FROM "User"
    WHERE id = ${userId} AND generation = ${generation} AND "disabledAt" IS NULL FOR UPDATE`
  if (!account) return

  const [{ count } = { count: 0 }] = await transaction.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM "LoginNotice"
    WHERE "userId" = ${userId} AND at > CURRENT_TIMESTAMP - INTERVAL '1 day'`
  if (count >= noticesPerDay) return

  await insertNoticeIn(transaction, notice)
  if (account.isNew && count === 0) return

  await queueMailIn(transaction, await notice.write(account.email, count + 1 === noticesPerDay))
}

/** For a session that no transaction starts. @throws {UnavailableError} */
export const insertLoginNotice = (notice: NewLoginNotice) =>
  inTransaction((transaction) => insertLoginNoticeIn(transaction, notice))

interface Disowning {
  codeHash: Hash
  /** A hash that no password matches, in place of that of the password that an attacker knows. */
  lockedHash: string
  /** The link that sets the new password. Seconds. */
  link: { codeHash: Hash; lifetime: number }
  by: By
  now: Date
}

/**
 * Uses up the link, locks the password, revokes all sessions of the user, of every model, and makes the link for the new
 * password, in one transaction.
 * @returns null when the link is unknown, used or expired, or the account is disabled: then nothing has changed
 */
export function disownLoginRow({ codeHash, lockedHash, link, by, now }: Disowning) {
  return inTransaction(async (transaction) => {
    await shareRules(transaction) // feature: required-factor
    const owner = await findOwnerFirst(transaction, codeHash)
    const used = owner && (await markNoticesUsed(transaction, owner.id, codeHash))
    if (!owner || !used) return null

    const { id: userId, email: sentTo } = owner
    await transaction.user.updateMany({ where: { id: userId }, data: { passwordHash: lockedHash } })
    const generation = await cutOffIn(transaction, userId, now)
    if (generation === null) return null

    await deleteFactorsSinceIn(transaction, userId, used.since) // feature: second-factor
    await saveLinkIn(transaction, { userId, sentTo, purpose: 'reset', askedAt: used.at, ...link })
    await insertAuditEventIn(transaction, { kind: 'login_disowned', userId, ...by })
    return { userId, generation }
  })
}

interface Owner {
  id: string
  email: string
}

/** Locks the account before its links, as a login does, so that no two transactions wait for each other. */
async function findOwnerFirst(transaction: Transaction, codeHash: Hash) {
  const [owner] = await transaction.$queryRaw<Owner[]>`
    SELECT "User".id, "User".email FROM "User" JOIN "LoginNotice" ON "LoginNotice"."userId" = "User".id
    WHERE "LoginNotice"."codeHash" = ${codeHash} AND "User"."disabledAt" IS NULL FOR UPDATE OF "User"`
  return owner ?? null
}

interface UsedNotices {
  /** Now. */
  at: Date
  /** When the earliest of the valid ones was sent. An attacker may have caused it, and others after it. */
  since: Date
}

/** @returns null when the link with this code is not valid any more: then none was used up */
async function markNoticesUsed(transaction: Transaction, userId: string, codeHash: Hash): Promise<UsedNotices | null> {
  const used = await transaction.$queryRaw<{ usedAt: Date; at: Date; expiresAt: Date }[]>`
    UPDATE "LoginNotice" SET "usedAt" = CURRENT_TIMESTAMP
    WHERE "userId" = ${userId} AND "usedAt" IS NULL AND EXISTS (
      SELECT 1 FROM "LoginNotice" AS presented
      WHERE presented."codeHash" = ${codeHash} AND presented."usedAt" IS NULL AND presented."expiresAt" > CURRENT_TIMESTAMP)
    RETURNING "usedAt", at, "expiresAt"`
  const valid = used.filter(({ usedAt, expiresAt }) => expiresAt > usedAt)
  const [first] = valid.toSorted((one, other) => one.at.getTime() - other.at.getTime())
  return first ? { at: first.usedAt, since: first.at } : null
}
