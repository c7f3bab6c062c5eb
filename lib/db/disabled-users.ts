import 'server-only'
import { isLastAdmin } from '@/lib/db/admins'
import { askPostgres, inTransaction } from '@/lib/db/client'
import { cutOffIn } from '@/lib/db/users'

/** Disabling is a cut-off too, as one fact. @returns the new generation, or null for nobody; `last_admin`: nothing was changed */
export function disable(userId: string, now: Date): Promise<number | null | 'last_admin'> {
  return inTransaction(async (transaction) => {
    if (await isLastAdmin(transaction, userId)) return 'last_admin'

    await transaction.user.updateMany({ where: { id: userId }, data: { disabledAt: now } })
    return cutOffIn(transaction, userId, now)
  })
}

/** The way back in: what was cut off stays so. @returns whether there is such a user */
export async function enable(userId: string): Promise<boolean> {
  const { count } = await askPostgres((database) =>
    database.user.updateMany({ where: { id: userId }, data: { disabledAt: null } }),
  )
  return count === 1
}
