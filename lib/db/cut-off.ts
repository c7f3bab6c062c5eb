import 'server-only'
import { askPostgres, inTransaction, type Transaction } from '@/lib/db/client'
import { cutOffIn } from '@/lib/db/users'

interface Kept {
  userId: string
  /** As it was when this session was found to stand: if it has been raised since, somebody cut this one off too. */
  generation: number
  // model: stored, signed
  /** A sealed session's id spares no row, and needs none. */
  sessionId: string
  // end
}

/**
 * Raises the generation and ends every row but one, as one fact. The one that is left needs a credential with the new
 * generation, or it is over with the others. @returns the new generation, or null when it had been raised meanwhile
 */
export function cutOffOthers(kept: Kept, now: Date): Promise<number | null> {
  const { userId, generation } = kept
  return inTransaction(async (transaction) => {
    const [user] = await transaction.user.updateManyAndReturn({
      where: { id: userId, generation, disabledAt: null },
      data: { generation: { increment: 1 } },
      select: { generation: true },
    })
    if (!user) return null

    // model: stored, signed
    await transaction.session.updateMany({
      where: { userId, endedAt: null, id: { not: kept.sessionId } },
      data: { endedAt: now, endReason: 'revoked' },
    })
    // end
    return user.generation
  })
}

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

export interface NewPasswordRow {
  userId: string
  passwordHash: string
  /** What was read before the current password was compared: of two changes at once one finds it changed. */
  was: { passwordHash: string; generation: number }
  // model: stored, signed
  /** The one session that goes on; sealed ones have no row and end by the generation. */
  keeping: string
  // end
  // feature: notice
  /** Who made it, for the next login to see (ASVS 6.3.7). */
  by: { sessionStartedAt: Date; ip: string | null; userAgent: string | null }
  // end
  now: Date
}

/**
 * The new hash, the cut-off of whoever knew the old one, the end of every other session (ASVS 7.4.3), and what its owner
 * is to be told, as one fact.
 * @returns the new generation, or null when the password was changed or its owner cut off meanwhile: nothing has happened
 */
export function changePasswordRow(change: NewPasswordRow): Promise<number | null> {
  const { userId, passwordHash, was } = change
  return inTransaction(async (transaction) => {
    const [user] = await transaction.user.updateManyAndReturn({
      where: { id: userId, disabledAt: null, ...was },
      data: { passwordHash, generation: { increment: 1 } },
      select: { generation: true },
    })
    if (!user) return null

    // model: stored, signed
    await transaction.session.updateMany({
      where: { userId, endedAt: null, id: { not: change.keeping } },
      data: { endedAt: change.now, endReason: 'revoked' },
    })
    // end
    // feature: notice
    await transaction.passwordChange.create({ data: { userId, at: change.now, ...change.by }, select: { id: true } })
    // end
    return user.generation
  })
}

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
