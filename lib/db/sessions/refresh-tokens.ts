// model: signed (this file)
import 'server-only'
import { askPostgres, inTransaction, type Transaction } from '@/lib/db/client'
import { alive } from '@/lib/db/sessions/alive'
import { UnavailableError } from '@/lib/errors'

type Hash = Uint8Array<ArrayBuffer>

export interface RotationRequest {
  sessionId: string
  /** As the credential says. The row decides: whose session it is, no seal can change. */
  userId: string
  tokenHash: Hash
  child: { id: string; hash: Hash }
  idleUntil: Date
  graceSeconds: number
  now: Date
  /** Milliseconds since 1970. Later than this, nothing is rotated. */
  giveUpAt: number
}

export interface ChainLink {
  id: string
  tokenHash: Hash
}

/** `retried`: used before, within the grace window; `chain` leads from its child to the newest. `reused`: theft. */
export type Rotation =
  | { outcome: 'rotated' }
  | { outcome: 'retried'; chain: ChainLink[] }
  | { outcome: 'reused' }
  | { outcome: 'ended' }

/**
 * Uses a token up, by compare-and-set, and puts its child in its place. The session's row is locked by the first
 * statement, so that rotations of one family, and its end, happen one after the other.
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
    // The last statement before the commit: what nobody waits for any more must not have happened.
    if (Date.now() > request.giveUpAt) throw new UnavailableError('postgres', new Error('too late to rotate'))
    return { outcome: 'rotated' }
  })
}

/** A theft that could not be told to Redis is told again by whoever comes back with a token of that family. */
async function whyNotAlive(transaction: Transaction, id: string): Promise<'ended' | 'reused'> {
  const session = await transaction.session.findUnique({ where: { id }, select: { endReason: true } })
  return session?.endReason === 'reuse' ? 'reused' : 'ended'
}

/** Postgres's clock, not ours: the grace window is measured by it too. */
async function markUsed(transaction: Transaction, { sessionId, tokenHash }: RotationRequest): Promise<string | null> {
  const [used] = await transaction.$queryRaw<{ id: string }[]>`
    UPDATE "RefreshToken" SET "usedAt" = clock_timestamp()
    WHERE "tokenHash" = ${tokenHash} AND "sessionId" = ${sessionId} AND "usedAt" IS NULL
    RETURNING id`
  return used?.id ?? null
}

/** The seal around the token proves that we issued it. Unknown therefore means used so long ago that it was purged. */
async function retryOrTheft(transaction: Transaction, request: RotationRequest): Promise<Rotation> {
  const graceful = await isWithinGrace(transaction, request)
  if (graceful) return { outcome: 'retried', chain: await chainAfter(transaction, request.tokenHash) }

  await transaction.session.update({
    where: { id: request.sessionId },
    data: { endedAt: request.now, endReason: 'reuse' },
    select: { id: true },
  })
  return { outcome: 'reused' }
}

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

/** Whether this token could still renew: for a check that must not rotate. */
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
