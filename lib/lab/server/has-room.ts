import 'server-only'
import { sessionCap } from '@/lib/db/sessions/insert'
import { listAlive } from '@/lib/db/sessions/list'
import { env } from '@/lib/env'
import { nowInSeconds, toDate } from '@/lib/time'

/**
 * Whether a person can have so many more sessions without losing one of a device. As of when the oldest of the lab's sessions
 * say that they began: whoever was alive then counts for the cap. @throws {UnavailableError}
 */
export async function hasRoom(userId: string, more: number): Promise<boolean> {
  const alive = await listAlive(userId, toDate(nowInSeconds() - env().FRESH_SECONDS))
  return alive.length + more <= sessionCap
}
