import 'server-only'
import type { Transaction } from '@/lib/db/client'

/**
 * Two admins who demote each other at once would leave none: whoever takes an admin away waits here until the other has
 * finished, and then sees what it did. Held until the transaction ends; nobody else waits for it.
 */
export async function isLastAdmin(transaction: Transaction, userId: string): Promise<boolean> {
  await transaction.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('admins'))::text`

  const isAdmin = { role: 'admin', disabledAt: null } as const
  const admin = await transaction.user.findFirst({ where: { id: userId, ...isAdmin }, select: { id: true } })
  if (!admin) return false

  // By id: the oldest accounts first, among which an admin is soon found.
  const other = { where: { id: { not: userId }, ...isAdmin }, orderBy: { id: 'asc' }, select: { id: true } } as const
  return (await transaction.user.findFirst(other)) === null
}
