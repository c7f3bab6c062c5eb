import 'server-only'
import { askPostgres } from '@/lib/db/client'

/** @throws {UnavailableError} */
export async function pingPostgres(): Promise<void> {
  await askPostgres((database) => database.$queryRaw`SELECT 1`)
}
