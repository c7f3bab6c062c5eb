import 'server-only'
import { askPostgres } from '@/lib/db/client'

/** Reads a table, so that a database without migrations does not pass. @throws {UnavailableError} */
export async function pingPostgres(): Promise<void> {
  await askPostgres((database) => database.$queryRaw`SELECT 1 FROM "User" LIMIT 1`)
}
