import 'server-only'
import { inTransaction } from '@/lib/db/client'

export interface NewPassword {
  userId: string
  passwordHash: string
  /** What was read before the current password was compared: of two changes at once one finds it changed. */
  was: { passwordHash: string; generation: number }
  /** The one session that goes on; sealed ones have no row and end by the generation. */
  keeping: string
  /** Who made it, for whoever looks at the account next (ASVS 6.3.7). */
  by: { sessionStartedAt: Date; ip: string | null; userAgent: string | null }
  now: Date
}

/**
 * The new hash, the cut-off of whoever knew the old one, the end of every other session (ASVS 7.4.3), and what its owner
 * is to be told, as one fact.
 * @returns the new generation, or null when the password was changed or its owner cut off meanwhile: nothing has happened
 */
export function changePassword({ userId, passwordHash, was, keeping, by, now }: NewPassword): Promise<number | null> {
  return inTransaction(async (transaction) => {
    const [user] = await transaction.user.updateManyAndReturn({
      where: { id: userId, disabledAt: null, ...was },
      data: { passwordHash, generation: { increment: 1 } },
      select: { generation: true },
    })
    if (!user) return null

    await transaction.session.updateMany({
      where: { userId, endedAt: null, id: { not: keeping } },
      data: { endedAt: now, endReason: 'revoked' },
    })
    await transaction.passwordChange.create({ data: { userId, at: now, ...by }, select: { id: true } })
    return user.generation
  })
}
