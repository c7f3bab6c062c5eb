import 'server-only'
import type { Batches } from '@/lib/db/batches'
import { Prisma } from '@/lib/db/generated/client'

export interface PurgeLimits {
  // model: stored, signed
  /** Rows that were over before this moment are of no use to a check, nor to their owner's list. */
  sessionsOverBefore: Date
  // end
  // model: signed
  /** A refresh token used before this moment and presented again is theft whether its row is there or not. */
  refreshTokensUsedBefore: Date
  // end
  denialsExpiredBefore: Date // model: sealed
  auditEventsBefore: Date
}

/** @returns how many rows of each table were deleted, as far as the time of `batches` goes */
export async function purge(limits: PurgeLimits, batches: Batches) {
  return {
    sessions: await batches.run((limit) => overSessions(limits.sessionsOverBefore, limit)), // model: stored, signed
    refreshTokens: await batches.run((limit) => usedTokens(limits.refreshTokensUsedBefore, limit)), // model: signed
    deniedSessions: await batches.run((limit) => expiredDenials(limits.denialsExpiredBefore, limit)), // model: sealed
    auditEvents: await batches.run((limit) => oldEvents(limits.auditEventsBefore, limit)),
  }
}

/* The oldest first, in all of these: without an order Postgres reads the table from end to end where much is over. */

// model: stored, signed
const overSessions = (before: Date, limit: number) => Prisma.sql`
  DELETE FROM "Session" WHERE id IN (
    (SELECT id FROM "Session" WHERE "endsAt" < ${before} ORDER BY "endsAt" LIMIT ${limit})
    UNION
    (SELECT id FROM "Session" WHERE "endedAt" < ${before} ORDER BY "endedAt" LIMIT ${limit})
    LIMIT ${limit})`
// end

// model: signed
const usedTokens = (before: Date, limit: number) => Prisma.sql`
  DELETE FROM "RefreshToken" WHERE id IN (
    SELECT id FROM "RefreshToken" WHERE "usedAt" < ${before} ORDER BY "usedAt" LIMIT ${limit})`
// end

// model: sealed
const expiredDenials = (before: Date, limit: number) => Prisma.sql`
  DELETE FROM "DeniedSession" WHERE "sessionId" IN (
    SELECT "sessionId" FROM "DeniedSession" WHERE "expiresAt" < ${before} ORDER BY "expiresAt" LIMIT ${limit})`
// end

const oldEvents = (before: Date, limit: number) => Prisma.sql`
  DELETE FROM "AuditEvent" WHERE id IN (SELECT id FROM "AuditEvent" WHERE at < ${before} ORDER BY at LIMIT ${limit})`
