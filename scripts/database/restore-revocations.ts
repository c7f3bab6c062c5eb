import { PrismaPg } from '@prisma/adapter-pg'
import { connectionInUtc } from '@/lib/db/connection'
import { PrismaClient } from '@/lib/db/generated/client'
import { denialLifetime } from '@/lib/session/revocation/keys'
import { deny, raiseAccessVersion, raiseGeneration, raiseSiteGeneration } from '@/lib/session/revocation/write'

type Telling = () => Promise<void>

/**
 * Publishes the revocations in Postgres to a Redis that has lost its data: a session that was revoked before a restart
 * must not be accepted again afterwards. Reads the application's environment.
 * @returns the number of published revocations
 */
export async function restoreRevocations(url: string, now: Date): Promise<number> {
  const prisma = new PrismaClient({ adapter: new PrismaPg(connectionInUtc(url, { max: 1 })) })
  const since = new Date(now.getTime() - denialLifetime() * 1000)
  try {
    const tellings = [
      ...(await endedSessions(prisma, since)),
      ...(await sessionsOfNobody(prisma, since)),
      ...(await raisedCounters(prisma)),
    ]
    for (const telling of tellings) await patiently(telling)
    return tellings.length
  } finally {
    await prisma.$disconnect()
  }
}

/** Retries, because a Redis that has just started may not answer in time. Publishing is idempotent. */
async function patiently(telling: Telling, tries = 3): Promise<void> {
  try {
    await telling()
  } catch (error) {
    if (tries === 1) throw error
    await patiently(telling, tries - 1)
  }
}

/** Sessions that ended before `since` are due for a renewal, which asks Postgres. */
async function endedSessions(prisma: PrismaClient, since: Date): Promise<Telling[]> {
  // model: stored, signed
  const rows = await prisma.session.findMany({ where: { endedAt: { gte: since } }, select: { id: true } })
  // end
  // model: sealed
  const denied = await prisma.deniedSession.findMany({
    where: { deniedAt: { gte: since } },
    select: { sessionId: true },
  })
  // end
  const ids = [
    ...rows.map(({ id }) => id), // model: stored, signed
    ...denied.map(({ sessionId }) => sessionId), // model: sealed
  ]
  return ids.map((id) => () => deny(id))
}

/** A deleted account has no rows; its sessions are named only in audit entries, which have no user any more. */
async function sessionsOfNobody(prisma: PrismaClient, since: Date): Promise<Telling[]> {
  const isAnyGone = await prisma.auditEvent.findFirst({ where: { kind: 'account_deleted', at: { gte: since } } })
  if (!isAnyGone) return []

  const events = await prisma.auditEvent.findMany({
    where: { userId: null, actorId: null, sessionId: { not: null } },
    distinct: ['sessionId'],
    select: { sessionId: true },
  })
  return events.flatMap(({ sessionId }) => (sessionId ? [() => deny(sessionId)] : []))
}

/** The counters of all users with a raised one: a counter does not record when it was raised. */
async function raisedCounters(prisma: PrismaClient): Promise<Telling[]> {
  const site = await prisma.site.findFirst()
  const users = await prisma.user.findMany({
    where: { OR: [{ generation: { gt: 0 } }, { accessVersion: { gt: 0 } }] },
    select: { id: true, generation: true, accessVersion: true },
  })
  return [
    ...(site ? [() => raiseSiteGeneration(site.generation)] : []),
    ...users.flatMap(({ id, generation, accessVersion }) => [
      () => raiseGeneration(id, generation),
      () => raiseAccessVersion(id, accessVersion),
    ]),
  ]
}
