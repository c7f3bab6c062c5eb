// model: stored, signed (this file)
import 'server-only'
import { askPostgres, inTransaction, type Transaction } from '@/lib/db/client'
import type { SessionModel } from '@/lib/db/generated/enums'
import { alive, notCutOff } from '@/lib/db/sessions/alive'
import { getSiteGeneration, holdSiteGeneration } from '@/lib/db/site'
import type { Counters } from '@/lib/session/session'

/** Per account. Reached, the oldest ends (ASVS 7.1.2). Sealed sessions have no rows to count. */
export const sessionCap = 20

export interface NewSession {
  id: string
  userId: string
  model: SessionModel
  secretHash?: Uint8Array<ArrayBuffer>
  authenticatedAt: Date
  lastSeenAt: Date
  idleUntil: Date
  endsAt: Date
  ip: string | null
  userAgent: string | null
  refreshToken?: { id: string; tokenHash: Uint8Array<ArrayBuffer> } // model: signed
}

/** The counters as they were when the login began, before its password was compared. */
export type Standing = Pick<Counters, 'generation' | 'siteGeneration'>

/** @returns ids of sessions that had to end because the account was at its cap, or null when it was cut off meanwhile */
export function insertSession(
  session: NewSession,
  standing: Standing,
  replacing: readonly string[],
): Promise<string[] | null> {
  return inTransaction(async (transaction) => {
    if (!(await holdStanding(transaction, session.userId, standing))) return null

    await transaction.session.updateMany({
      where: { id: { in: [...replacing] }, endedAt: null },
      data: { endedAt: session.lastSeenAt, endReason: 'replaced' },
    })
    const evicted = await evictOldest(transaction, session, standing)
    await insertRow(transaction, session, standing)
    return evicted
  })
}

/** By whoever holds this standing: the row says behind which cut-off of everyone it began. */
export async function insertRow(
  transaction: Transaction,
  { ...session }: NewSession,
  { siteGeneration }: Standing,
): Promise<void> {
  // model: signed
  const { refreshToken, ...row } = session
  const refreshTokens = refreshToken ? { create: refreshToken } : {}
  // end, otherwise: const row = session
  await transaction.session.create({
    data: {
      ...row,
      siteGeneration,
      refreshTokens, // model: signed
    },
    select: { id: true },
  })
}

/**
 * Locks what a cut-off raises. Logins and cut-offs of one account queue here: two at once cannot both see the last free
 * place, and no row appears behind a cut-off's back.
 */
export async function holdStanding(transaction: Transaction, userId: string, standing: Standing): Promise<boolean> {
  const owners = await transaction.$queryRaw<unknown[]>`
    SELECT id FROM "User"
    WHERE id = ${userId} AND generation = ${standing.generation} AND "disabledAt" IS NULL FOR UPDATE`
  return owners.length === 1 && (await holdSiteGeneration(transaction, standing.siteGeneration))
}

async function evictOldest(
  transaction: Transaction,
  { userId, lastSeenAt: now }: NewSession,
  { siteGeneration }: Standing,
): Promise<string[]> {
  const tooMany = await transaction.session.findMany({
    where: { userId, ...alive(now), ...notCutOff(siteGeneration) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    skip: sessionCap - 1,
    select: { id: true },
  })
  const ids = tooMany.map(({ id }) => id)
  await transaction.session.updateMany({
    where: { id: { in: ids } },
    data: { endedAt: now, endReason: 'evicted' },
  })
  return ids
}

/** @returns null when the row is not there, has ended or was cut off with everyone, or its owner is disabled */
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
        secretHash: true,
        createdAt: true,
        authenticatedAt: true,
        idleUntil: true,
        endsAt: true,
        user: { select: { role: true, accessVersion: true } },
      },
    }),
  )
}

/** Moves idle, if it is alive, in one statement: a logout that came first stays. @returns whether it was */
export async function extend(sessionId: string, idleUntil: Date, now: Date): Promise<boolean> {
  const { count } = await askPostgres((database) =>
    database.session.updateMany({ where: { id: sessionId, ...alive(now) }, data: { lastSeenAt: now, idleUntil } }),
  )
  return count === 1
}
