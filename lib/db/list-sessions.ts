import 'server-only'
import { alive, notCutOff } from '@/lib/db/alive'
import { askPostgres } from '@/lib/db/client'
import type { EndReason, SessionModel } from '@/lib/db/generated/enums'
import { getSiteGeneration } from '@/lib/db/site'

/** Newest first, of stored and signed sessions: a sealed one has no row. As many as the cap allows. */
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

export interface OwnedEnd {
  model: SessionModel
  /** Why it had ended before, if it had: that stays the reason. */
  before: EndReason | null
}

/**
 * Ends a session, if it is this owner's. Finds ended ones too, so that a half-failed revocation can be repeated.
 * @returns null for another owner's id, exactly as for one that does not exist (ASVS 7.5.2)
 */
export function endOwnedSession(
  { ownerId, sessionId }: { ownerId: string; sessionId: string },
  reason: EndReason,
  now: Date,
): Promise<OwnedEnd | null> {
  const owned = { id: sessionId, userId: ownerId }
  return askPostgres(async ({ session }) => {
    const [ended] = await session.updateManyAndReturn({
      where: { ...owned, endedAt: null },
      data: { endedAt: now, endReason: reason },
      select: { model: true },
    })
    if (ended) return { ...ended, before: null }

    const found = await session.findFirst({ where: owned, select: { model: true, endReason: true } })
    return found && { model: found.model, before: found.endReason }
  })
}
