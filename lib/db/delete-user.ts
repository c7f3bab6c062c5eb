import 'server-only'
import { isLastAdmin } from '@/lib/db/admins'
import { inTransaction } from '@/lib/db/client'
import { cutOffIn } from '@/lib/db/users'

/** @returns the new generation, or null for nobody; `last_admin`: nothing has happened */
export function cutOffLeaving(userId: string, now: Date): Promise<number | null | 'last_admin'> {
  return inTransaction(async (transaction) =>
    (await isLastAdmin(transaction, userId)) ? 'last_admin' : cutOffIn(transaction, userId, now),
  )
}

/** With every session; the trail stays, about nobody. Asked again, because the other admins may have left meanwhile. */
export function deleteUser(userId: string): Promise<'deleted' | 'last_admin'> {
  return inTransaction(async (transaction) => {
    if (await isLastAdmin(transaction, userId)) return 'last_admin'

    await transaction.user.deleteMany({ where: { id: userId } })
    return 'deleted'
  })
}
