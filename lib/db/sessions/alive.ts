// model: stored, signed (this file)
import 'server-only'
import { askPostgres, inTransaction } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { getSiteGeneration } from '@/lib/db/site'

/** The condition for an alive session. Every statement that reads or extends a row repeats it, so that an end stays an end. */
export const alive = (now: Date) => ({ endedAt: null, idleUntil: { gt: now }, endsAt: { gt: now } })

/**
 * The condition for a row that was not revoked with all sessions of the site: those rows are ended later, in batches.
 * For queries that have not compared the credential's own generation with the site's.
 */
export const notCutOff = (siteGeneration: number) => ({ siteGeneration: { gte: siteGeneration } })

/** @returns null when the row is missing, has ended or was revoked with all sessions, or its user is disabled */
export async function findAlive(sessionId: string, now: Date) {
  const [row, siteGeneration] = await Promise.all([findRow(sessionId, now), getSiteGeneration()])
  return row && row.siteGeneration >= siteGeneration ? row : null
}
export type AliveSession = NonNullable<Awaited<ReturnType<typeof findAlive>>>

function findRow(sessionId: string, now: Date) {
  return askPostgres((database) =>
    database.session.findFirst({
      where: { id: sessionId, ...alive(now), user: { disabledAt: null } },
      select: {
        id: true,
        siteGeneration: true,
        userId: true,
        model: true,
        secretHash: true, // model: stored
        createdAt: true,
        authenticatedAt: true,
        amr: true,
        idleFor: true,
        persistent: true,
        idleUntil: true,
        endsAt: true,
        user: { select: { role: true, accessVersion: true } },
      },
    }),
  )
}

/** Extends the idle timeout if the session is alive, in one statement: an earlier logout stays. @returns whether it was alive */
export async function extend(sessionId: string, idleUntil: Date, now: Date): Promise<boolean> {
  const { count } = await askPostgres((database) =>
    database.session.updateMany({ where: { id: sessionId, ...alive(now) }, data: { lastSeenAt: now, idleUntil } }),
  )
  return count === 1
}

// model: sealed
/** Newest first, stored and signed sessions: a sealed one has no row. At most as many as the cap. */
// end, otherwise: /** Newest first. At most as many as the cap. */
export async function listAlive(userId: string, now: Date) {
  const siteGeneration = await getSiteGeneration()
  return askPostgres((database) =>
    database.session.findMany({
      where: { userId, ...alive(now), ...notCutOff(siteGeneration) },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      select: { id: true, model: true, createdAt: true, lastSeenAt: true, ip: true, userAgent: true },
    }),
  )
}

// feature: lab
/** The columns that the user may see. The secret's hash is only checked for presence, never read. */
export async function findDetails(sessionId: string, ownerId: string) {
  const owned = { id: sessionId, userId: ownerId }
  return askPostgres(async ({ session }) => {
    const row = await session.findFirst({
      where: owned,
      select: {
        model: true,
        siteGeneration: true,
        createdAt: true,
        authenticatedAt: true,
        amr: true,
        lastSeenAt: true,
        idleFor: true,
        persistent: true,
        idleUntil: true,
        endsAt: true,
        ip: true,
        userAgent: true,
      },
    })
    const withHash = await session.count({ where: { ...owned, secretHash: { not: null } } })
    return row && { ...row, hasSecretHash: withHash === 1 }
  })
}

/** The refresh tokens of a session, the oldest first, except purged ones; never a token or its hash. */
export function listFamily(sessionId: string, ownerId: string) {
  return askPostgres((database) =>
    database.refreshToken.findMany({
      where: { sessionId, session: { userId: ownerId } },
      orderBy: [{ createdAt: 'asc' }, { usedAt: { sort: 'asc', nulls: 'last' } }],
      select: { createdAt: true, usedAt: true },
    }),
  )
}
// end

/** @returns the JSON column as it is, or undefined when the session is not alive */
export async function findSessionData(sessionId: string, now: Date): Promise<unknown> {
  const row = await askPostgres((database) =>
    database.session.findFirst({ where: { id: sessionId, ...alive(now) }, select: { data: true } }),
  )
  return row?.data
}

/**
 * Reads, changes and writes in one transaction: the row is locked in between, so that no concurrent change is lost, and
 * a logout either came first (then nothing is written) or waits.
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
