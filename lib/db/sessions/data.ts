// model: stored, signed (this file)
import 'server-only'
import { askPostgres, inTransaction } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { alive } from '@/lib/db/sessions/alive'

/** @returns the JSON column as it is, or undefined when the session is not alive */
export async function findSessionData(sessionId: string, now: Date): Promise<unknown> {
  const row = await askPostgres((database) =>
    database.session.findFirst({ where: { id: sessionId, ...alive(now) }, select: { data: true } }),
  )
  return row?.data
}

/**
 * Reads, changes and writes as one: the row is locked in between, so that no parallel change is lost,
 * and a logout either came first (then nothing is written) or waits.
 * @returns the new data, or null when the session is not alive
 */
export function updateSessionData<T extends Prisma.InputJsonObject>(
  sessionId: string,
  now: Date,
  change: (data: unknown) => T,
): Promise<T | null> {
  return inTransaction(async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM "Session" WHERE id = ${sessionId} FOR UPDATE`
    const row = await transaction.session.findFirst({ where: { id: sessionId, ...alive(now) }, select: { data: true } })
    if (!row) return null

    const data = change(row.data)
    await transaction.session.update({ where: { id: sessionId }, data: { data }, select: { id: true } })
    return data
  })
}
