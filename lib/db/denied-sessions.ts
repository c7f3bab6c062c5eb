import 'server-only'
import { askPostgres } from '@/lib/db/client'

/** A sealed session has no row to end; its end is written here until it would have come by itself. Repeatable. */
export async function insertDenied(sessionId: string, expiresAt: Date): Promise<void> {
  await askPostgres((database) =>
    database.deniedSession.createMany({ data: { sessionId, expiresAt }, skipDuplicates: true }),
  )
}

export async function isDenied(sessionId: string): Promise<boolean> {
  const found = await askPostgres((database) =>
    database.deniedSession.findUnique({ where: { sessionId }, select: { sessionId: true } }),
  )
  return found !== null
}
