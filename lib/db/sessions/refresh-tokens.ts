// model: signed (this file)
import 'server-only'
import { askPostgres, inTransaction, type Transaction } from '@/lib/db/client'
import { type MailToQueue, queueMailIn } from '@/lib/db/mail/outbox' // feature: mail
import { alive } from '@/lib/db/sessions/alive'
import { UnavailableError } from '@/lib/errors'
import { days } from '@/lib/time' // feature: mail

type Hash = Uint8Array<ArrayBuffer>

export interface RotationRequest {
  sessionId: string
  /** From the credential. It must equal the row's user. */
  userId: string
  tokenHash: Hash
  child: { id: string; hash: Hash }
  idleUntil: Date
  graceSeconds: number
  now: Date
  /** Milliseconds since 1970. Later than this, nothing is rotated. */
  giveUpAt: number
  // feature: mail
  /** The mail to the owner about a reuse, where mail is sent. @param isLast whether further ones of the same day cause no mail */
  warn?: ((isLast: boolean) => Promise<MailToQueue>) | null
  // end
}

export interface ChainLink {
  id: string
  tokenHash: Hash
}

/** `retried`: used before, within the grace window; `chain` leads from its child to the newest. `reused`: a replay. */
export type Rotation =
  | { outcome: 'rotated' }
  | { outcome: 'retried'; chain: ChainLink[] }
  | { outcome: 'reused' }
  | { outcome: 'ended' }

/**
 * Marks a token as used, by compare-and-set, and inserts its child. The first statement locks the session's row, so
 * that rotations of one family, and its end, run one after the other.
 */
export function rotate(request: RotationRequest): Promise<Rotation> {
  return inTransaction(async (transaction) => {
    const { count } = await transaction.session.updateMany({
      where: { id: request.sessionId, userId: request.userId, ...alive(request.now) },
      data: { lastSeenAt: request.now, idleUntil: request.idleUntil },
    })
    if (count === 0) return { outcome: await whyNotAlive(transaction, request.sessionId) }

    const parentId = await markUsed(transaction, request)
    if (parentId === null) return retryOrTheft(transaction, request)

    const { id, hash } = request.child
    await transaction.refreshToken.create({
      data: { id, tokenHash: hash, sessionId: request.sessionId, parentId },
      select: { id: true },
    })
    // The last check before the commit: if the caller no longer waits, the rotation must not happen.
    if (Date.now() > request.giveUpAt) throw new UnavailableError('postgres', new Error('too late to rotate'))
    return { outcome: 'rotated' }
  })
}

/** A reuse whose denial could not be published to Redis is reported again when a token of that family is presented again. */
async function whyNotAlive(transaction: Transaction, id: string): Promise<'ended' | 'reused'> {
  const session = await transaction.session.findUnique({ where: { id }, select: { endReason: true } })
  return session?.endReason === 'reuse' ? 'reused' : 'ended'
}

/** By Postgres's clock, because the grace window is measured by it too. */
async function markUsed(transaction: Transaction, { sessionId, tokenHash }: RotationRequest): Promise<string | null> {
  const [used] = await transaction.$queryRaw<{ id: string }[]>`
    UPDATE "RefreshToken" SET "usedAt" = clock_timestamp()
    WHERE "tokenHash" = ${tokenHash} AND "sessionId" = ${sessionId} AND "usedAt" IS NULL
    RETURNING id`
  return used?.id ?? null
}

/** The seal around the token proves that we issued it. An unknown token was therefore used so long ago that it was purged. */
async function retryOrTheft(transaction: Transaction, request: RotationRequest): Promise<Rotation> {
  const graceful = await isWithinGrace(transaction, request)
  if (graceful) return { outcome: 'retried', chain: await chainAfter(transaction, request.tokenHash) }

  await transaction.session.update({
    where: { id: request.sessionId },
    data: { endedAt: request.now, endReason: 'reuse' },
    select: { id: true },
  })
  await warnOwner(transaction, request) // feature: mail
  return { outcome: 'reused' }
}

// feature: mail
/** Sessions of one account that ended by a reuse within 24 hours and cause a mail. */
const warningsPerDay = 3

/**
 * In the transaction that ends the session, so there is one mail for each. It locks no row of the account: a login locks
 * the account before its sessions, and two transactions would wait for each other.
 */
async function warnOwner(transaction: Transaction, { userId, now, warn }: RotationRequest): Promise<void> {
  if (!warn) return

  const aDayAgo = new Date(now.getTime() - days(1) * 1000)
  const count = await transaction.session.count({ where: { userId, endReason: 'reuse', endedAt: { gt: aDayAgo } } })
  if (count <= warningsPerDay) await queueMailIn(transaction, await warn(count === warningsPerDay))
}
// end

async function isWithinGrace(transaction: Transaction, { tokenHash, sessionId, graceSeconds }: RotationRequest) {
  const rows = await transaction.$queryRaw<unknown[]>`
    SELECT id FROM "RefreshToken"
    WHERE "tokenHash" = ${tokenHash} AND "sessionId" = ${sessionId}
      AND "usedAt" > clock_timestamp() - make_interval(secs => ${graceSeconds})`
  return rows.length === 1
}

function chainAfter(transaction: Transaction, tokenHash: Hash): Promise<ChainLink[]> {
  return transaction.$queryRaw<ChainLink[]>`
    WITH RECURSIVE chain AS (
      SELECT child.id, child."tokenHash", 1 AS depth
      FROM "RefreshToken" parent JOIN "RefreshToken" child ON child."parentId" = parent.id
      WHERE parent."tokenHash" = ${tokenHash}
      UNION ALL
      SELECT child.id, child."tokenHash", chain.depth + 1
      FROM chain JOIN "RefreshToken" child ON child."parentId" = chain.id
    )
    SELECT id, "tokenHash" FROM chain ORDER BY depth`
}

/** Whether this token could still renew, for a check that must not rotate it. */
export async function isUsable(tokenHash: Hash, sessionId: string, graceSeconds: number): Promise<boolean> {
  const rows = await askPostgres(
    (database) => database.$queryRaw<unknown[]>`
      SELECT id FROM "RefreshToken"
      WHERE "tokenHash" = ${tokenHash} AND "sessionId" = ${sessionId}
        AND ("usedAt" IS NULL OR "usedAt" > clock_timestamp() - make_interval(secs => ${graceSeconds}))`,
  )
  return rows.length === 1
}

/** How many tokens a family has had, and how many of them were never used. */
export async function countTokens(sessionId: string): Promise<{ made: number; unused: number }> {
  const usedAt = await askPostgres((database) =>
    database.refreshToken.findMany({ where: { sessionId }, select: { usedAt: true } }),
  )
  return { made: usedAt.length, unused: usedAt.filter((token) => token.usedAt === null).length }
}
