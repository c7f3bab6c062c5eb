import 'server-only'
import { askPostgres } from '@/lib/db/client'
import type { EndReason } from '@/lib/db/generated/enums'

/** Ends it once: the first reason stays. Repeatable. @returns whether this was its end */
export async function endSession(sessionId: string, reason: EndReason, now: Date): Promise<boolean> {
  const { count } = await askPostgres((database) =>
    database.session.updateMany({
      where: { id: sessionId, endedAt: null },
      data: { endedAt: now, endReason: reason },
    }),
  )
  return count === 1
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
