// model: stored, signed (this file)
import 'server-only'
import { askPostgres } from '@/lib/db/client'
import { alive, notCutOff } from '@/lib/db/sessions/alive'
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

// feature: lab
/** What its owner may see of a row: the secret's hash is asked about, and stays where it is. */
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
        lastSeenAt: true,
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

/** The refresh tokens of a session, the oldest first, as far back as the purge has left them; never a token or its hash. */
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
