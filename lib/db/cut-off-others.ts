import 'server-only'
import { inTransaction } from '@/lib/db/client'

interface Kept {
  userId: string
  /** As it was when this session was found to stand: if it has been raised since, somebody cut this one off too. */
  generation: number
  /** A sealed session's id spares no row, and needs none. */
  sessionId: string
}

/**
 * Raises the generation and ends every row but one, as one fact. The one that is left needs a credential with the new
 * generation, or it is over with the others. @returns the new generation, or null when it had been raised meanwhile
 */
export function cutOffOthers({ userId, generation, sessionId }: Kept, now: Date): Promise<number | null> {
  return inTransaction(async (transaction) => {
    const [user] = await transaction.user.updateManyAndReturn({
      where: { id: userId, generation, disabledAt: null },
      data: { generation: { increment: 1 } },
      select: { generation: true },
    })
    if (!user) return null

    await transaction.session.updateMany({
      where: { userId, endedAt: null, id: { not: sessionId } },
      data: { endedAt: now, endReason: 'revoked' },
    })
    return user.generation
  })
}
