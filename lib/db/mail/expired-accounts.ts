// feature: mail (this file)
import 'server-only'
import { askPostgres, inTransaction } from '@/lib/db/client'
import { isLastAdmin } from '@/lib/db/cut-off'
import { cutOffIn } from '@/lib/db/users'

/** Accounts that were opened where mail is sent, and whose address was not verified in time. Oldest first. */
export function findExpiredAccounts(openedBefore: Date, most: number): Promise<{ id: string }[]> {
  const where = { mustVerify: true, createdAt: { lt: openedBefore } }
  return askPostgres(({ user }) =>
    user.findMany({ where, orderBy: { createdAt: 'asc' }, take: most, select: { id: true } }),
  )
}

/** @returns the new generation, or null when the address was verified meanwhile */
export function cutOffExpired(userId: string, now: Date): Promise<number | null> {
  return inTransaction(async (transaction) => {
    const [user] = await transaction.$queryRaw<unknown[]>`
      SELECT 1 FROM "User" WHERE id = ${userId} AND "mustVerify" FOR UPDATE`
    return user ? cutOffIn(transaction, userId, now) : null
  })
}

/** Deletes the account, unless its address was verified meanwhile. @returns whether it was deleted */
export function deleteExpired(userId: string): Promise<boolean> {
  return inTransaction(async (transaction) => {
    if (await isLastAdmin(transaction, userId)) return false

    const { count } = await transaction.user.deleteMany({ where: { id: userId, mustVerify: true } })
    return count === 1
  })
}
