import 'server-only'
import { askPostgres, inTransaction, type Transaction } from '@/lib/db/client'
import { endLinks } from '@/lib/db/mail/links' // feature: mail
import { type MailToQueue, queueMailIn } from '@/lib/db/mail/outbox' // feature: mail
import { cutOffIn } from '@/lib/db/users'

export interface Kept {
  userId: string
  /** The generation when this session was checked: if it was raised since, this session is revoked too. */
  generation: number
  // model: stored, signed
  // model: sealed
  /** A sealed session's id matches no row, which does no harm. */
  // end
  sessionId: string
  // end
}

/**
 * Raises the generation and ends every row but one, in one transaction. The remaining session needs a credential with
 * the new generation. @returns the new generation, or null when it was raised meanwhile
 */
export function cutOffOthers(kept: Kept, now: Date): Promise<number | null> {
  return inTransaction((transaction) => cutOffOthersIn(transaction, kept, now))
}

/** The same as part of a larger transaction. */
export async function cutOffOthersIn(transaction: Transaction, kept: Kept, now: Date): Promise<number | null> {
  const { userId, generation } = kept
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
}

/**
 * Disables a user and revokes all of the user's sessions, in one transaction. @returns the new generation, or null for
 * an unknown user; `last_admin`: nothing was changed
 */
export function disable(userId: string, now: Date): Promise<number | null | 'last_admin'> {
  return inTransaction(async (transaction) => {
    if (await isLastAdmin(transaction, userId)) return 'last_admin'

    await transaction.user.updateMany({ where: { id: userId }, data: { disabledAt: now } })
    return cutOffIn(transaction, userId, now)
  })
}

/** Enables a user again; revoked sessions stay revoked. @returns whether the user exists */
export async function enable(userId: string): Promise<boolean> {
  const { count } = await askPostgres((database) =>
    database.user.updateMany({ where: { id: userId }, data: { disabledAt: null } }),
  )
  return count === 1
}

/** For a user who deletes the account. @returns the new generation, or null for an unknown user; `last_admin`: nothing changed */
export function cutOffLeaving(userId: string, now: Date): Promise<number | null | 'last_admin'> {
  return inTransaction(async (transaction) =>
    (await isLastAdmin(transaction, userId)) ? 'last_admin' : cutOffIn(transaction, userId, now),
  )
}

/** Deletes a user with all sessions; audit entries stay. Checks again, because the other admins may have left meanwhile. */
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
  /** Read before the current password was compared: of two concurrent changes, the second one fails (compare-and-set). */
  was: { passwordHash: string; generation: number }
  // model: stored, signed
  // model: sealed
  /** The session that stays; sealed sessions have no row and are revoked by the generation. */
  // end, otherwise: /** The session that stays. */
  keeping: string
  // end
  // feature: notice
  /** The client that made the change, shown at the next login (ASVS 6.3.7). */
  by: { sessionStartedAt: Date; ip: string | null; userAgent: string | null }
  // end
  // feature: mail
  /** The mail that tells the user, where mail is sent. */
  mail?: MailToQueue | null
  // end
  now: Date
}

/**
 * Writes the new hash, revokes all other sessions (ASVS 7.4.3), and stores the notice for the user, in one transaction.
 * @returns the new generation, or null when the password was changed or all sessions were revoked meanwhile
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
    // feature: mail
    await endLinks(transaction, userId, ['reset'])
    if (change.mail) await queueMailIn(transaction, change.mail)
    // end
    // feature: notice
    await transaction.passwordChange.create({ data: { userId, at: change.now, ...change.by }, select: { id: true } })
    // end
    return user.generation
  })
}

/**
 * Prevents a race condition: two admins who demote each other at the same time would leave no admin. A transaction that
 * removes an admin takes this lock, waits for the other one, and then sees its result.
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
