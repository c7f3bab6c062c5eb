import 'server-only'
import { listAlive } from '@/lib/db/list-sessions'
import { sessionCap } from '@/lib/db/sessions'
import { nowInSeconds, toDate } from '@/lib/time'

/** Whether a person can have so many more sessions without losing one of a device. @throws {UnavailableError} */
export async function hasRoom(userId: string, more: number): Promise<boolean> {
  const alive = await listAlive(userId, toDate(nowInSeconds()))
  return alive.length + more <= sessionCap
}
