// model: stored, signed (this file)
import 'server-only'
import type { Batches } from '@/lib/db/batches'
import { askPostgres } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { EndReason, SessionModel } from '@/lib/db/generated/enums'
import type { LastEnd } from '@/lib/db/sessions/last-end'
import { siteId } from '@/lib/db/site'

/**
 * Ends it once: the first reason stays. A session that was reopened is ended under the id that it has by now: whoever logs
 * out in one tab means the session, not what another tab has made of its id. Repeatable.
 */
export async function endSessionRow(sessionId: string, reason: EndReason, now: Date): Promise<LastEnd> {
  const { count } = await askPostgres((database) =>
    database.session.updateMany({
      where: { id: sessionId, endedAt: null },
      data: { endedAt: now, endReason: reason },
    }),
  )
  if (count === 1) return { lastId: sessionId, wasAlive: true }

  const lastId = await lastIdOf(sessionId)
  return lastId === sessionId ? { lastId, wasAlive: false } : endSessionRow(lastId, reason, now)
}

async function lastIdOf(sessionId: string): Promise<string> {
  const [last] = await askPostgres(
    (database) => database.$queryRaw<{ id: string }[]>`
      WITH RECURSIVE chain AS (
        SELECT id, "reopenedAs", 1 AS depth FROM "Session" WHERE id = ${sessionId}
        UNION ALL
        SELECT next.id, next."reopenedAs", chain.depth + 1
        FROM chain JOIN "Session" next ON next.id = chain."reopenedAs"
      )
      SELECT id FROM chain ORDER BY depth DESC LIMIT 1`,
  )
  return last?.id ?? sessionId
}

export async function hasRowEnded(sessionId: string): Promise<boolean> {
  const found = await askPostgres((database) =>
    database.session.count({ where: { id: sessionId, endedAt: { not: null } } }),
  )
  return found === 1
}

/** Why a session ended, under whichever id it went on. Null while it goes on, and where there is no row. */
export async function findEndReason(sessionId: string): Promise<EndReason | null> {
  const id = await lastIdOf(sessionId)
  const row = await askPostgres((database) =>
    database.session.findUnique({ where: { id }, select: { endReason: true } }),
  )
  return row?.endReason ?? null
}

export interface OwnedEnd {
  model: SessionModel
  /** Why it had ended before, if it had: that stays the reason. */
  before: EndReason | null
}

/**
 * Ends a session, if it is this owner's. Finds ended ones too, so that a half-failed revocation can be repeated.
 * @returns null for another owner's id, exactly as for one that does not exist (ASVS 7.5.2)
 */
export function endOwnedSession(
  { ownerId, sessionId }: { ownerId: string; sessionId: string },
  reason: EndReason,
  now: Date,
): Promise<OwnedEnd | null> {
  const owned = { id: sessionId, userId: ownerId }
  return askPostgres(async ({ session }) => {
    const [ended] = await session.updateManyAndReturn({
      where: { ...owned, endedAt: null },
      data: { endedAt: now, endReason: reason },
      select: { model: true },
    })
    if (ended) return { ...ended, before: null }

    const found = await session.findFirst({ where: owned, select: { model: true, endReason: true } })
    return found && { model: found.model, before: found.endReason }
  })
}

/**
 * Ends the rows of whoever was cut off with everyone: those that began before the site's generation was last raised, and so
 * no login behind it; by a clock some of them would be taken for earlier ones. They are over already, for whoever reads
 * them. So nobody waits for this, and this waits for nobody: rows that are locked, and what is more than so many batches,
 * are for the next run. The order is that of an index: without one, Postgres gets past all that have ended, batch by batch.
 * @returns how many
 */
export function endCutOffSessions(now: Date, batches: Batches): Promise<number> {
  return batches.run(
    (limit) => Prisma.sql`
      WITH batch AS (
        SELECT id FROM "Session"
        WHERE "endedAt" IS NULL AND "siteGeneration" < (SELECT generation FROM "Site" WHERE id = ${siteId})
        ORDER BY "endedAt", "siteGeneration" LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      UPDATE "Session" SET "endedAt" = ${now}, "endReason" = 'revoked'
      FROM batch WHERE "Session".id = batch.id`,
  )
}
