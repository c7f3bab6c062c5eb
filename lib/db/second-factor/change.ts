// feature: second-factor (this file)
import 'server-only'
import { type AuditEntry, insertAuditEventIn } from '@/lib/db/audit-events'
import { inTransaction, type Transaction } from '@/lib/db/client'
import { cutOffOthersIn, type Kept } from '@/lib/db/cut-off'
import { insertNoticeIn, type NotMeLink } from '@/lib/db/mail/notices' // feature: mail
import { type MailToQueue, queueMailIn } from '@/lib/db/mail/outbox' // feature: mail
import { findFactorsIn, isProtectedBy } from '@/lib/db/second-factor/factors'
import { mustKeepFactor, shareRules } from '@/lib/db/second-factor/required' // feature: required-factor
import { minutes } from '@/lib/time'

type Hash = Uint8Array<ArrayBuffer>

/** A change of the factors of a user, made in one session. */
export interface FactorChange {
  /** That session, which stays. The compare-and-set of its generation puts all such changes of a user in one order. */
  kept: Kept
  entry: AuditEntry
  // feature: mail
  mail: MailToQueue | null
  /** The link in that mail, if it has one. */
  notice: NotMeLink | null
  // end
  now: Date
}

export interface NewTotp extends FactorChange {
  /** Sealed. */
  secret: string
  /** The step of the code that has confirmed it: this code is used up. */
  lastStep: number
  /** The recovery codes that the user has seen. None for a user who has a factor already, and codes with it. */
  codeHashes: readonly Hash[]
}

/**
 * Turns the app on and revokes all other sessions (ASVS 7.4.3), in one transaction. A login that read the user before
 * carries a lower generation, so it starts no session without the factor.
 * @returns the new generation, `exists` when there is an app already, `stale` when another factor came or went since the
 * set-up, or null when all sessions were revoked meanwhile
 */
export function insertTotp(change: NewTotp): Promise<number | null | 'exists' | 'stale'> {
  const { kept, secret, lastStep, codeHashes } = change
  const { userId } = kept
  return inTransaction(async (transaction) => {
    await shareRules(transaction) // feature: required-factor
    const before = await findFactorsIn(transaction, userId)
    if (before.hasApp) return 'exists'
    // The codes of the first factor stay valid, and only a first factor brings codes that its user has seen.
    const isFirst = !isProtectedBy(before)
    if (isFirst !== codeHashes.length > 0) return 'stale'

    const generation = await cutOffOthersIn(transaction, kept, change.now)
    if (generation === null) return null

    await transaction.totp.create({ data: { userId, secret, lastStep }, select: { userId: true } })
    if (isFirst) await replaceCodesIn(transaction, userId, codeHashes)
    await recordIn(transaction, change)
    return generation
  })
}

type AppStays =
  /** There is no app. */
  | 'missing'
  // feature: required-factor
  /** It is the last factor, and the role needs one. */
  | 'required'
// end

/**
 * Turns the app off and revokes all other sessions (ASVS 7.4.3), in one transaction. The recovery codes go with the last
 * factor. @returns the new generation, why the app stays, or null when all sessions were revoked meanwhile
 */
export function deleteTotp(change: FactorChange): Promise<number | null | AppStays> {
  const { userId } = change.kept
  return inTransaction(async (transaction) => {
    // feature: required-factor
    await shareRules(transaction)
    const mustStay = await mustKeepFactor(transaction, userId)
    const { hasApp, hasPasskey } = await findFactorsIn(transaction, userId)
    if (!hasApp) return 'missing'
    if (mustStay && !hasPasskey) return 'required'
    // end, otherwise: if (!(await findFactorsIn(transaction, userId)).hasApp) return 'missing'

    const generation = await cutOffOthersIn(transaction, change.kept, change.now)
    if (generation === null) return null

    await transaction.totp.deleteMany({ where: { userId } })
    await deleteIdleCodesIn(transaction, userId)
    await recordIn(transaction, change)
    return generation
  })
}

/**
 * Deletes the factors that were added since an instant, and the recovery codes that were made since, a minute of clock
 * skew included. An attacker who has logged in may have them, and would log in after the owner has set a new password.
 */
export async function deleteFactorsSinceIn(transaction: Transaction, userId: string, since: Date): Promise<void> {
  const added = { userId, createdAt: { gte: new Date(since.getTime() - skew * 1000) } }
  await transaction.totp.deleteMany({ where: added })
  await transaction.passkey.deleteMany({ where: added })
  await transaction.recoveryCode.deleteMany({ where: added })
  await deleteIdleCodesIn(transaction, userId)
}

const skew = minutes(1)

/** Deletes every factor of a user, and the recovery codes with them. The caller holds the row of the user. */
export async function deleteFactorsIn(transaction: Transaction, userId: string): Promise<void> {
  await transaction.totp.deleteMany({ where: { userId } })
  await transaction.passkey.deleteMany({ where: { userId } })
  await transaction.recoveryCode.deleteMany({ where: { userId } })
  // With another handle, the authenticators do not take the next passkey for a new version of the deleted one.
  await transaction.user.updateMany({ where: { id: userId }, data: { passkeyHandle: null } })
}

/** Recovery codes of a user without a factor are of no use, and must not become valid again with the next factor. */
export async function deleteIdleCodesIn(transaction: Transaction, userId: string): Promise<void> {
  if (isProtectedBy(await findFactorsIn(transaction, userId))) return
  await transaction.recoveryCode.deleteMany({ where: { userId } })
}

/**
 * Replaces all recovery codes, in one transaction, and ends no session.
 * @returns whether they were replaced: not when the user has no factor, or all sessions were revoked meanwhile
 */
export function replaceRecoveryCodes(change: FactorChange, codeHashes: readonly Hash[]): Promise<boolean> {
  const { userId, generation } = change.kept
  return inTransaction(async (transaction) => {
    // Locked, so that no concurrent change of the factors comes in between.
    const standing = await transaction.$queryRaw<unknown[]>`
      SELECT 1 FROM "User" WHERE id = ${userId} AND generation = ${generation} AND "disabledAt" IS NULL FOR UPDATE`
    if (standing.length === 0 || !isProtectedBy(await findFactorsIn(transaction, userId))) return false

    await replaceCodesIn(transaction, userId, codeHashes)
    await recordIn(transaction, change)
    return true
  })
}

export async function replaceCodesIn(
  transaction: Transaction,
  userId: string,
  codeHashes: readonly Hash[],
): Promise<void> {
  await transaction.recoveryCode.deleteMany({ where: { userId } })
  await transaction.recoveryCode.createMany({ data: codeHashes.map((codeHash) => ({ userId, codeHash })) })
}

/** The audit entry and the mail to the owner: they exist exactly if the change was made (ASVS 6.3.7). */
export async function recordIn(transaction: Transaction, change: FactorChange): Promise<void> {
  await insertAuditEventIn(transaction, change.entry)
  // feature: mail
  if (change.mail) await queueMailIn(transaction, change.mail)
  if (change.notice) await insertNoticeIn(transaction, { userId: change.kept.userId, ...change.notice })
  // end
}
