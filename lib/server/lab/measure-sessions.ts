import 'server-only'
import { getAccess } from '@/lib/db/users'
import type { Caller } from '@/lib/server/answer-caller'
import type { Client } from '@/lib/server/client'
import { endSession } from '@/lib/server/end-session'
import { hasRoom } from '@/lib/server/lab/has-room'
import { openIssued } from '@/lib/server/open-issued'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { startSession } from '@/lib/server/start-session'
import type { IssuedCookie } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'

/** A session of the lab's own: of whoever asks, and of nobody else. No browser ever gets its cookies. */
export interface LabSession {
  cookies: readonly IssuedCookie[]
  end: () => Promise<void>
}

/**
 * @returns `full` where one more would have to end another one, `refused` where its owner has been cut off
 * @throws {UnavailableError}
 */
export async function openLabSession(
  model: Model,
  { session: { userId }, now }: Pick<Caller, 'session' | 'now'>,
  client: Client,
): Promise<LabSession | 'full' | 'refused'> {
  if (!(await hasRoom(userId, 1))) return 'full'

  const access = await getAccess(userId)
  const started = access && (await startSession(model, access, { client, now, replacing: [] }))
  if (!started) return 'refused'

  const credential = await openIssued(started, now)
  const end = async () => {
    await orUnavailable(() => endSession(credential, 'logout', nowInSeconds()), null, 'lab_session_not_ended')
  }
  return { cookies: started.cookies, end }
}
