// model: sealed (this file)
import 'server-only'
import { askPostgres } from '@/lib/db/client'
import type { LastEnd } from '@/lib/session/session'

interface Denial {
  sessionId: string
  /** When the session would have ended by itself. */
  expiresAt: Date
  /** The new id after a rotation. */
  reopenedAs?: string
}

/**
 * Stores the end of a sealed session, which has no row to end, until the session would have expired. Idempotent.
 * @returns whether this call ended it: of several concurrent calls exactly one does
 */
export async function insertDenied(denial: Denial): Promise<boolean> {
  const { count } = await askPostgres((database) =>
    database.deniedSession.createMany({ data: denial, skipDuplicates: true }),
  )
  return count === 1
}

/** Ends a sealed session under its current id. Idempotent. */
export async function denyLast(sessionId: string, expiresAt: Date): Promise<LastEnd> {
  if (await insertDenied({ sessionId, expiresAt })) return { lastId: sessionId, wasAlive: true }

  const lastId = await lastIdOf(sessionId)
  return lastId === sessionId ? { lastId, wasAlive: false } : denyLast(lastId, expiresAt)
}

/** The last id of a chain of rotations is in this table only if that one has ended too. */
async function lastIdOf(sessionId: string): Promise<string> {
  const [last] = await askPostgres(
    (database) => database.$queryRaw<{ id: string }[]>`
      WITH RECURSIVE chain AS (
        SELECT "sessionId", "reopenedAs", 1 AS depth FROM "DeniedSession" WHERE "sessionId" = ${sessionId}
        UNION ALL
        SELECT next."sessionId", next."reopenedAs", chain.depth + 1
        FROM chain JOIN "DeniedSession" next ON next."sessionId" = chain."reopenedAs"
      )
      SELECT coalesce("reopenedAs", "sessionId") AS id FROM chain ORDER BY depth DESC LIMIT 1`,
  )
  return last?.id ?? sessionId
}

export async function isDenied(sessionId: string): Promise<boolean> {
  const found = await askPostgres((database) =>
    database.deniedSession.findUnique({ where: { sessionId }, select: { sessionId: true } }),
  )
  return found !== null
}
