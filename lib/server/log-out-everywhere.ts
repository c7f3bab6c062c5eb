import 'server-only'
import type { AllowedVisitor } from '@/lib/server/check-visitor'
import type { Client } from '@/lib/server/client'
import { cutOffUser } from '@/lib/server/cut-off'
import type { End } from '@/lib/server/end-session'
import { deleteOthers, type IssuedCookie } from '@/lib/session/cookies'

export interface LoggedOutEverywhere {
  end: End
  cookies: IssuedCookie[]
}

/**
 * Ends every session of the visitor's, of every model and this one too: also those that no list can show.
 * @throws {UnavailableError} when Postgres is away: then nothing has ended
 */
export async function logOutEverywhere(
  { session }: AllowedVisitor,
  client: Client,
  now: number,
): Promise<LoggedOutEverywhere> {
  const { id: sessionId, userId, model } = session
  const end = await cutOffUser(userId, now, { sessionId, model, ...client })
  // An account that is gone has no session left to tell anyone about.
  return { end: end === 'unknown' ? 'ended' : end, cookies: deleteOthers([]) }
}
