// model: stored, signed (this file)
import 'server-only'
import { askPostgres } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { EndReason, SessionModel } from '@/lib/db/generated/enums'
import type { Batches } from '@/lib/db/purge'
import { siteId } from '@/lib/db/site'
import type { LastEnd } from '@/lib/session/session'

/**
 * Ends a session once: the first reason stays. A session whose id was rotated is ended under its current id: a logout
 * in one tab means the session, also when another tab has rotated its id. Idempotent.
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

/** Why a session ended, under its last id. Null while it is alive, and where there is no row. */
export async function findEndReason(sessionId: string): Promise<EndReason | null> {
  const id = await lastIdOf(sessionId)
  const row = await askPostgres((database) =>
    database.session.findUnique({ where: { id }, select: { endReason: true } }),
  )
  return row?.endReason ?? null
}

export interface OwnedEnd {
  model: SessionModel
  /** The earlier reason, if it had ended before: that reason stays. */
  before: EndReason | null
}

/**
 * Ends a session, if it belongs to this user. Finds ended ones too, so that a revocation that failed halfway can be
 * retried.
 * @returns null for another user's id, exactly as for one that does not exist (ASVS 7.5.2)
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
 * Ends the rows of sessions that were revoked with all sessions of the site: those that began before the site's
 * generation was last raised. Compares generations, not times, so that clock skew cannot end a later login. Every
 * reader already treats these rows as over, so no request waits for this, and it skips locked rows; the rest is for the
 * next run. The order is that of an index: without one, Postgres would read past all ended rows in every batch.
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
