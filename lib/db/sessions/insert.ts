// model: stored, signed (this file)
import 'server-only'
import { inTransaction, type Transaction } from '@/lib/db/client'
import type { EndReason, SessionModel } from '@/lib/db/generated/enums'
import { insertLoginNoticeIn, type NewLoginNotice } from '@/lib/db/mail/login-notices' // feature: mail
import { alive, notCutOff } from '@/lib/db/sessions/alive'
import { holdSiteGeneration } from '@/lib/db/site'
import type { Counters } from '@/lib/session/session'

// model: sealed
/** Per account. When it is reached, the oldest session is ended (ASVS 7.1.2). Sealed sessions have no rows to count. */
// end, otherwise: /** Per account. When it is reached, the oldest session is ended (ASVS 7.1.2). */
export const sessionCap = 20

export interface NewSession {
  id: string
  userId: string
  model: SessionModel
  secretHash?: Uint8Array<ArrayBuffer> // model: stored
  authenticatedAt: Date
  amr: string[]
  lastSeenAt: Date
  /** Seconds. */
  idleFor: number | null
  persistent: boolean
  idleUntil: Date
  endsAt: Date
  ip: string | null
  userAgent: string | null
  refreshToken?: { id: string; tokenHash: Uint8Array<ArrayBuffer> } // model: signed
}

/** The counters when the login began, before its password was compared. */
export type Standing = Pick<Counters, 'generation' | 'siteGeneration'>

/** What one transaction does together with the start of a session. */
interface Accompanying {
  /** Sessions that this one replaces. */
  replacing: readonly string[]
  // feature: mail
  /** The mail to the owner. */
  notice?: NewLoginNotice | null
  // end
}

/** @returns ids of the sessions that were ended because of the cap, or null when all sessions were revoked meanwhile */
export function insertSession(
  session: NewSession,
  standing: Standing,
  accompanying: Accompanying,
): Promise<string[] | null> {
  return inTransaction(async (transaction) => {
    if (!(await holdStanding(transaction, session.userId, standing))) return null

    await endRows(transaction, accompanying.replacing, 'replaced', session.lastSeenAt)
    const evicted = await evictOldest(transaction, session, standing)
    await insertRow(transaction, session, standing)
    if (accompanying.notice) await insertLoginNoticeIn(transaction, accompanying.notice) // feature: mail
    return evicted
  })
}

/** Writes the row with the site's generation, which the caller has locked. */
async function insertRow(
  transaction: Transaction,
  { ...session }: NewSession,
  { siteGeneration }: Standing,
): Promise<void> {
  // model: signed
  const { refreshToken, ...row } = session
  // end, otherwise: const row = session
  await transaction.session.create({ data: { ...row, siteGeneration }, select: { id: true } })
  // model: signed
  // A statement of its own: within the first one, Prisma would read the row again.
  if (refreshToken)
    await transaction.refreshToken.create({ data: { ...refreshToken, sessionId: row.id }, select: { id: true } })
  // end
}

/**
 * Locks the counters that a revocation of all sessions raises. Logins and such revocations of one account run one after
 * the other: two logins cannot both take the last free place, and a revocation misses no new row.
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
  await endRows(transaction, ids, 'evicted', now)
  return ids
}

/** Those that have not ended before. Most logins end none, and cost no statement. */
async function endRows(transaction: Transaction, ids: readonly string[], endReason: EndReason, endedAt: Date) {
  if (ids.length === 0) return
  await transaction.session.updateMany({ where: { id: { in: [...ids] }, endedAt: null }, data: { endedAt, endReason } })
}

/**
 * Ends one row and inserts another in its place, in one transaction: of a concurrent logout, step-up or change of data,
 * only one succeeds. @returns whether it was alive, and not revoked meanwhile
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

/** Copies data, start and end within Postgres, so that no value changes its precision. An earlier end stays: a raised level shortens. */
async function moveInto(transaction: Transaction, id: string, endedId: string): Promise<void> {
  await transaction.$executeRaw`
    UPDATE "Session" SET data = ended.data, "createdAt" = ended."createdAt", "endsAt" = LEAST("Session"."endsAt", ended."endsAt")
    FROM "Session" ended WHERE "Session".id = ${id} AND ended.id = ${endedId}`
}
