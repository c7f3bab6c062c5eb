// feature: mail (this file)
import 'server-only'
import type { Transaction } from '@/lib/db/client'
import type { Hash } from '@/lib/db/mail/links'

/** The link "this was not me" of a mail. */
export interface NotMeLink {
  codeHash: Hash
  /** Seconds, from now on. */
  lifetime: number
}

/** The table is named after the mails about logins, which had such links first. */
export async function insertNoticeIn(transaction: Transaction, notice: NotMeLink & { userId: string }): Promise<void> {
  const { userId, codeHash, lifetime } = notice
  await transaction.$executeRaw`
    INSERT INTO "LoginNotice" ("codeHash", "userId", "expiresAt")
    VALUES (${codeHash}, ${userId}, CURRENT_TIMESTAMP + make_interval(secs => ${lifetime}))`
}

/** Ends the links that were sent since an instant. */
export async function endNoticesSinceIn(transaction: Transaction, userId: string, since: Date): Promise<void> {
  await transaction.$executeRaw`
    UPDATE "LoginNotice" SET "usedAt" = CURRENT_TIMESTAMP
    WHERE "userId" = ${userId} AND at >= ${since} AND "usedAt" IS NULL`
}

// feature: second-factor
/** @returns when the earliest link was sent that still works, or null: an attacker may have caused it */
export async function findFirstNoticeIn(transaction: Transaction, userId: string): Promise<Date | null> {
  const [first] = await transaction.$queryRaw<{ at: Date }[]>`
    SELECT at FROM "LoginNotice"
    WHERE "userId" = ${userId} AND "usedAt" IS NULL AND "expiresAt" > CURRENT_TIMESTAMP ORDER BY at LIMIT 1`
  return first?.at ?? null
}
// end
