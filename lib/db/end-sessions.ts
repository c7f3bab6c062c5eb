import 'server-only'
import { askPostgres } from '@/lib/db/client'
import type { EndReason } from '@/lib/db/generated/enums'

/** Ends it once: the first reason stays. Repeatable. */
export async function endSession(sessionId: string, reason: EndReason, now: Date): Promise<void> {
  await askPostgres((database) =>
    database.session.updateMany({
      where: { id: sessionId, endedAt: null },
      data: { endedAt: now, endReason: reason },
    }),
  )
}

export async function hasEnded(sessionId: string): Promise<boolean> {
  const found = await askPostgres((database) =>
    database.session.count({ where: { id: sessionId, endedAt: { not: null } } }),
  )
  return found === 1
}

/** Small enough that no lock is held long. */
const batch = 1000

/**
 * Ends every session of everyone, batch by batch: on a large site one statement would outlast anybody's patience.
 * In order, so that two of these cannot wait for each other in a circle.
 */
export async function endAllSessions(reason: EndReason, now: Date): Promise<void> {
  let ended: number
  do {
    ended = await askPostgres(
      (database) => database.$executeRaw`
        UPDATE "Session" SET "endedAt" = ${now}, "endReason" = ${reason}::"EndReason"
        WHERE id IN (
          SELECT id FROM "Session" WHERE "endedAt" IS NULL ORDER BY id LIMIT ${batch} FOR UPDATE)`,
    )
  } while (ended === batch)
}
