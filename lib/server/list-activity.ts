import 'server-only'
import { findEventsAbout } from '@/lib/db/list-audit-events'
import { nameDevice } from '@/lib/server/name-device'

const most = 20

export interface Activity {
  id: string
  at: Date
  kind: string
  /** By an admin: then nothing is said about where from. */
  isByOther: boolean
  device: string | null
  ip: string | null
  model: string | null
}

/** What has lately happened to an account, for its owner to recognise or not. Newest first. @throws {UnavailableError} */
export async function listActivity(userId: string): Promise<Activity[]> {
  const events = await findEventsAbout(userId, most)
  return events.map(({ id, at, kind, model, actorId, ip, userAgent }) => {
    const isByOther = actorId !== null && actorId !== userId
    const where = isByOther ? { device: null, ip: null } : { device: userAgent && nameDevice(userAgent), ip }
    return { id, at, kind, model, isByOther, ...where }
  })
}
