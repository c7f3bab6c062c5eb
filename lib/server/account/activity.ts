// feature: activity (this file)
import 'server-only'
import { findEventsAbout } from '@/lib/db/audit-events'
import { nameDevice } from '@/lib/server/sessions/name-device'

const most = 20

export interface Activity {
  id: string
  at: Date
  kind: string
  /** What exactly, in our own words. */
  detail: string | null
  /** By an admin: then nothing is said about where from. */
  isByOther: boolean
  device: string | null
  ip: string | null
  model: string | null
}

/** What has lately happened to an account, for its owner to recognise or not. Newest first. @throws {UnavailableError} */
export async function listActivity(userId: string): Promise<Activity[]> {
  const events = await findEventsAbout(userId, most)
  return events.map(({ actorId, ip, userAgent, ...event }) => {
    const isByOther = actorId !== null && actorId !== userId
    const where = isByOther ? { device: null, ip: null } : { device: userAgent && nameDevice(userAgent), ip }
    return { ...event, isByOther, ...where }
  })
}
