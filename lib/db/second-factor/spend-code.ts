// feature: second-factor (this file)
import 'server-only'
import { type AuditEntry, insertAuditEventIn } from '@/lib/db/audit-events'
import { askPostgres, inTransaction, type Transaction } from '@/lib/db/client'
import { type MailToQueue, queueMailIn } from '@/lib/db/mail/outbox' // feature: mail

/** The challenge that a code answers: it is spent with the code. Null where a logged-in user enters a code. */
export type AnsweredChallenge = { id: string; expiresAt: Date } | null

/** @returns null for a user without an app. @throws {UnavailableError} */
export function findTotp(userId: string) {
  return askPostgres(({ totp }) => totp.findUnique({ where: { userId }, select: { secret: true } }))
}

export interface TotpUse {
  userId: string
  /** As read, so that a code of an app that was replaced meanwhile is refused. */
  secret: string
  step: number
  /** The same secret, sealed by the newest password. */
  sealedAgain: string
}

/**
 * Uses up a code of an app, and all earlier ones. Of two requests with the same code, one wins, because a single
 * statement compares and advances the step. @throws {UnavailableError}
 */
export function spendTotpStep(
  { userId, secret, step, sealedAgain }: TotpUse,
  answered: AnsweredChallenge,
): Promise<boolean> {
  return inTransaction(async (transaction) => {
    const { count } = await transaction.totp.updateMany({
      where: { userId, secret, lastStep: { lt: step } },
      data: { lastStep: step, secret: sealedAgain },
    })
    return count === 1 && spendIn(transaction, answered)
  })
}

export interface RecoveryCodeUse {
  userId: string
  codeHash: Uint8Array<ArrayBuffer>
  entry: AuditEntry
  mail: MailToQueue | null // feature: mail
}

/** Uses up a recovery code in one statement, and tells the owner in the same transaction. @throws {UnavailableError} */
export function spendRecoveryCode(
  { userId, codeHash, ...told }: RecoveryCodeUse,
  answered: AnsweredChallenge,
): Promise<boolean> {
  return inTransaction(async (transaction) => {
    // The entry locks the user in this way. Before the code, because a change of the codes locks the user first, and the
    // two would wait for each other (deadlock).
    await transaction.$queryRaw`SELECT 1 FROM "User" WHERE id = ${userId} FOR KEY SHARE`
    const { count } = await transaction.recoveryCode.deleteMany({ where: { userId, codeHash } })
    if (count === 0 || !(await spendIn(transaction, answered))) return false

    await insertAuditEventIn(transaction, told.entry)
    if (told.mail) await queueMailIn(transaction, told.mail) // feature: mail
    return true
  })
}

/**
 * Spends the challenge of a login: each starts one session. A copy of its cookie is refused afterwards, also with another
 * valid code, and that code is used up all the same. @returns false when it was spent before
 */
export async function spendIn(transaction: Transaction, answered: AnsweredChallenge): Promise<boolean> {
  if (!answered) return true

  const { count } = await transaction.spentChallenge.createMany({ data: answered, skipDuplicates: true })
  return count === 1
}

/** Whether a challenge was answered, for as long as its row is stored. @throws {UnavailableError} */
export async function isSpent(id: string): Promise<boolean> {
  return (await askPostgres(({ spentChallenge }) => spentChallenge.count({ where: { id } }))) > 0
}
