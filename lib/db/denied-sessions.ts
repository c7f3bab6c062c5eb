import 'server-only'
import { askPostgres } from '@/lib/db/client'

/**
 * A sealed session has no row to end; its end is written here until it would have come by itself. Repeatable.
 * @returns whether this was its end: of several at once exactly one is
 */
export async function insertDenied(sessionId: string, expiresAt: Date): Promise<boolean> {
  const { count } = await askPostgres((database) =>
    database.deniedSession.createMany({ data: { sessionId, expiresAt }, skipDuplicates: true }),
  )
  return count === 1
}

export async function isDenied(sessionId: string): Promise<boolean> {
  const found = await askPostgres((database) =>
    database.deniedSession.findUnique({ where: { sessionId }, select: { sessionId: true } }),
  )
  return found !== null
}
