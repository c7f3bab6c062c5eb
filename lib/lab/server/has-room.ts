import 'server-only'
import { listAlive } from '@/lib/db/sessions/alive'
import { sessionCap } from '@/lib/db/sessions/insert'
import { env } from '@/lib/env'
import { nowInSeconds, toDate } from '@/lib/time'

/**
 * Whether a user can start `more` sessions without evicting one of a device. Counts the sessions that were alive when
 * the oldest session of the lab claims to have started, as the cap does.
 * @throws {UnavailableError}
 */
export async function hasRoom(userId: string, more: number): Promise<boolean> {
  const alive = await listAlive(userId, toDate(nowInSeconds() - env().FRESH_SECONDS))
  return alive.length + more <= sessionCap
}
