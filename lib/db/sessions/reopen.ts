// model: stored, signed (this file)
import 'server-only'
import { inTransaction, type Transaction } from '@/lib/db/client'
import { alive } from '@/lib/db/sessions/alive'
import { holdStanding, insertRow, type NewSession, type Standing } from '@/lib/db/sessions/insert'

/**
 * One row ends and another takes its place, or neither: a logout, a second step-up or a change of its data came first, or
 * waits and finds it ended. @returns whether it was alive, and its owner not cut off meanwhile
 */
export function reopenSession(endingId: string, session: NewSession, standing: Standing): Promise<boolean> {
  return inTransaction(async (transaction) => {
    if (!(await holdStanding(transaction, session.userId, standing))) return false

    const now = session.lastSeenAt
    const { count } = await transaction.session.updateMany({
      where: { id: endingId, userId: session.userId, ...alive(now) },
      data: { endedAt: now, endReason: 'reopened', reopenedAs: session.id },
    })
    if (count === 0) return false

    await insertRow(transaction, session, standing)
    await moveInto(transaction, session.id, endingId)
    return true
  })
}

/** By Postgres, so that it is exactly what it was: the data, the place among its owner's sessions, and the end. */
async function moveInto(transaction: Transaction, id: string, endedId: string): Promise<void> {
  await transaction.$executeRaw`
    UPDATE "Session" SET data = ended.data, "createdAt" = ended."createdAt", "endsAt" = ended."endsAt"
    FROM "Session" ended WHERE "Session".id = ${id} AND ended.id = ${endedId}`
}
