import { askPostgres } from '@/lib/db/client'
import { askRedis } from '@/lib/session/redis'

export const rowOf = (id: string) => askPostgres(({ session }) => session.findUniqueOrThrow({ where: { id } }))

export const countAlive = (userId: string) =>
  askPostgres(({ session }) => session.count({ where: { userId, endedAt: null } }))

export const tokensOf = (sessionId: string) =>
  askPostgres(({ refreshToken }) => refreshToken.findMany({ where: { sessionId }, orderBy: { createdAt: 'asc' } }))

export const eventsOf = async (userId: string) => {
  const events = await askPostgres(({ auditEvent }) =>
    auditEvent.findMany({ where: { userId }, orderBy: { id: 'asc' } }),
  )
  return events.map(({ kind }) => kind)
}

/** As after a restart without a disk. */
export const forgetEverything = () => askRedis((redis) => redis.flushdb())

/** The audit events about a user, oldest first. */
export const trailOf = (userId: string) =>
  askPostgres(({ auditEvent }) =>
    auditEvent.findMany({
      where: { userId },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
      omit: { id: true, at: true, userId: true },
    }),
  )
