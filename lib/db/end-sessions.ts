import 'server-only'
import { askPostgres } from '@/lib/db/client'
import type { EndReason } from '@/lib/db/generated/enums'

/** How a session came to its end that may have gone on under other ids. */
export interface LastEnd {
  /** The id that it had at last. */
  lastId: string
  /** Whether this was its end, or it had ended before. */
  wasAlive: boolean
}

/**
 * Ends it once: the first reason stays. A session that was reopened is ended under the id that it has by now: whoever logs
 * out in one tab means the session, not what another tab has made of its id. Repeatable.
 */
export async function endSession(sessionId: string, reason: EndReason, now: Date): Promise<LastEnd> {
  const { count } = await askPostgres((database) =>
    database.session.updateMany({
      where: { id: sessionId, endedAt: null },
      data: { endedAt: now, endReason: reason },
    }),
  )
  if (count === 1) return { lastId: sessionId, wasAlive: true }

  const lastId = await lastIdOf(sessionId)
  return lastId === sessionId ? { lastId, wasAlive: false } : endSession(lastId, reason, now)
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

export async function hasEnded(sessionId: string): Promise<boolean> {
  const found = await askPostgres((database) =>
    database.session.count({ where: { id: sessionId, endedAt: { not: null } } }),
  )
  return found === 1
}

/** Small enough that no lock is held long. */
const batch = 1000

/**
 * Ends every session that began before the site's generation was raised to this one, batch by batch: on a large site one
 * statement would outlast anybody's patience. Meanwhile people log in again, behind the cut-off: by a clock some of them
 * would be taken for earlier ones. In order, so that two of these cannot wait for each other in a circle, and each from
 * where the last one stopped: from the beginning, every batch would have to get past all that have ended.
 */
export async function endSessionsBefore(siteGeneration: number, now: Date): Promise<void> {
  let after: string | null = ''
  while (after !== null) after = await endBatch(after, siteGeneration, now)
}

/** @returns the last id of a full batch, in the order of the database */
async function endBatch(after: string, siteGeneration: number, now: Date): Promise<string | null> {
  const [ended] = await askPostgres(
    (database) => database.$queryRaw<{ last: string | null; count: number }[]>`
      WITH batch AS (
        SELECT id FROM "Session"
        WHERE "endedAt" IS NULL AND "siteGeneration" < ${siteGeneration} AND id > ${after}
        ORDER BY id LIMIT ${batch} FOR UPDATE),
      ended AS (
        UPDATE "Session" SET "endedAt" = ${now}, "endReason" = 'revoked'
        FROM batch WHERE "Session".id = batch.id
        RETURNING batch.id)
      SELECT max(id) AS last, count(*)::int AS count FROM ended`,
  )
  return ended?.count === batch ? ended.last : null
}
