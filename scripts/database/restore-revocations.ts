import { PrismaPg } from '@prisma/adapter-pg'
import { connectionInUtc } from '@/lib/db/connection'
import { PrismaClient } from '@/lib/db/generated/client'
import { denialLifetime } from '@/lib/session/revocation/keys'
import { deny, raiseAccessVersion, raiseGeneration, raiseSiteGeneration } from '@/lib/session/revocation/write'

type Telling = () => Promise<void>

/**
 * Tells a Redis that has forgotten everything what Postgres knows: what was revoked a moment ago must not come back with a
 * restart, and be believed until its fresh window closes. Reads the application's environment.
 * @returns how much was told
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

/** Whoever has just started is busy, and may not be heard in time. What is told twice is told once. */
async function patiently(telling: Telling, tries = 3): Promise<void> {
  try {
    await telling()
  } catch (error) {
    if (tries === 1) throw error
    await patiently(telling, tries - 1)
  }
}

/** Whatever ended earlier is due for a renewal, which asks Postgres. */
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

/** An account that was deleted has left no row; its trail still names its sessions, about nobody and by nobody. */
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

/** Of all who have any: a counter does not say when it was raised. */
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
