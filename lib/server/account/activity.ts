// feature: activity (this file)
import 'server-only'
import { findEventsAbout } from '@/lib/db/audit-events'
import { nameDevice } from '@/lib/server/http/client'

const most = 20

export interface Activity {
  id: string
  at: Date
  kind: string
  /** Details for the kind of event, in our own format. */
  detail: string | null
  /** Done by an admin: then the address and device are not shown. */
  isByOther: boolean
  device: string | null
  ip: string | null
  model: string | null
}

/** Lists the latest events of an account, newest first, so that its user can recognise an attack. @throws {UnavailableError} */
export async function listActivity(userId: string): Promise<Activity[]> {
  const events = await findEventsAbout(userId, most)
  return events.map(({ actorId, ip, userAgent, ...event }) => {
    const isByOther = actorId !== null && actorId !== userId
    const where = isByOther ? { device: null, ip: null } : { device: userAgent && nameDevice(userAgent), ip }
    return { ...event, isByOther, ...where }
  })
}
