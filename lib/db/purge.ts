import 'server-only'
import { askPostgres } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'

export interface PurgeLimits {
  // model: stored, signed
  /** Rows of sessions that ended before this moment are used neither by a check nor by the user's list. */
  sessionsOverBefore: Date
  // end
  // model: signed
  /** A refresh token used before this moment and presented again counts as a replay with or without its row. */
  refreshTokensUsedBefore: Date
  // end
  denialsExpiredBefore: Date // model: sealed
  auditEventsBefore: Date
}

/** @returns how many rows of each table were deleted within the limits of `batches` */
export async function purge(limits: PurgeLimits, batches: Batches) {
  return {
    sessions: await batches.run((limit) => overSessions(limits.sessionsOverBefore, limit)), // model: stored, signed
    refreshTokens: await batches.run((limit) => usedTokens(limits.refreshTokensUsedBefore, limit)), // model: signed
    deniedSessions: await batches.run((limit) => expiredDenials(limits.denialsExpiredBefore, limit)), // model: sealed
    auditEvents: await batches.run((limit) => oldEvents(limits.auditEventsBefore, limit)),
    mail: await batches.run(uselessMail), // feature: mail
    mailLinks: await batches.run(oldLinks), // feature: mail
    addressChanges: await batches.run(oldChanges), // feature: mail
    challenges: await batches.run(expiredChallenges), // feature: second-factor
    loginNotices: await batches.run(oldNotices), // feature: mail
  }
}

/* All of these delete the oldest first: without an order, Postgres scans the whole table where many rows are over. */

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

// feature: mail
/** Mail that could not be sent in time. */
const uselessMail = (limit: number) => Prisma.sql`
  DELETE FROM "OutgoingMail" WHERE id IN (
    SELECT id FROM "OutgoingMail" WHERE "expiresAt" < CURRENT_TIMESTAMP ORDER BY "expiresAt" LIMIT ${limit})`

/** Longer than the outbox tries to send a mail: until then, a used link must be known as used. */
const oldLinks = (limit: number) => Prisma.sql`
  DELETE FROM "MailLink" WHERE "codeHash" IN (
    SELECT "codeHash" FROM "MailLink" WHERE "expiresAt" < CURRENT_TIMESTAMP - INTERVAL '7 days'
    ORDER BY "expiresAt" LIMIT ${limit})`

/** Changed addresses that can no longer be undone. */
const oldChanges = (limit: number) => Prisma.sql`
  DELETE FROM "AddressChange" WHERE id IN (
    SELECT id FROM "AddressChange" WHERE "expiresAt" < CURRENT_TIMESTAMP ORDER BY "expiresAt" LIMIT ${limit})`

/** Their links do not work any more. They stay longer than the day within which they are counted. */
const oldNotices = (limit: number) => Prisma.sql`
  DELETE FROM "LoginNotice" WHERE "codeHash" IN (
    SELECT "codeHash" FROM "LoginNotice" WHERE "expiresAt" < CURRENT_TIMESTAMP ORDER BY "expiresAt" LIMIT ${limit})`
// end

// feature: second-factor
/** Longer than the outbox tries to send a mail: the one about a login asks whether its challenge was answered. */
const expiredChallenges = (limit: number) => Prisma.sql`
  DELETE FROM "SpentChallenge" WHERE id IN (
    SELECT id FROM "SpentChallenge" WHERE "expiresAt" < CURRENT_TIMESTAMP - INTERVAL '2 days'
    ORDER BY "expiresAt" LIMIT ${limit})`
// end

/** Small enough that no lock is held for long, and that an interrupted run has still made progress. */
const batch = 1000

interface Bounds {
  /** By `performance.now()`: from then on no batch begins. */
  endsAt?: number
  /** Batches of each statement. */
  most?: number
}

/** Runs statements in batches until all rows are done, or a limit is reached. */
export class Batches {
  readonly #endsAt: number
  readonly #most: number
  #areLeft = false

  constructor({ endsAt = Number.POSITIVE_INFINITY, most = Number.POSITIVE_INFINITY }: Bounds = {}) {
    this.#endsAt = endsAt
    this.#most = most
  }

  /** Whether a limit has stopped a statement before its end. */
  get areLeft(): boolean {
    return this.#areLeft
  }

  /** @returns the number of rows changed */
  async run(statement: (limit: number) => Prisma.Sql): Promise<number> {
    let done = 0
    for (let round = 0; round < this.#most && performance.now() < this.#endsAt; round += 1) {
      const count = await askPostgres((database) => database.$executeRaw(statement(batch)))
      done += count
      if (count < batch) return done
    }
    this.#areLeft = true
    return done
  }
}
