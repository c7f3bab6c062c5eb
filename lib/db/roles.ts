import 'server-only'
import { isLastAdmin } from '@/lib/db/admins'
import { inTransaction } from '@/lib/db/client'
import type { Role } from '@/lib/session/session'

/** @returns the new access version, or null for nobody; `last_admin`: nothing was changed */
export function setRole(userId: string, role: Role): Promise<number | null | 'last_admin'> {
  return inTransaction(async (transaction) => {
    if (role !== 'admin' && (await isLastAdmin(transaction, userId))) return 'last_admin'

    const [user] = await transaction.user.updateManyAndReturn({
      where: { id: userId },
      data: { role, accessVersion: { increment: 1 } },
      select: { accessVersion: true },
    })
    return user?.accessVersion ?? null
  })
}
