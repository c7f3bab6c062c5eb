import 'server-only'
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/client'
import { endSession } from '@/lib/server/end-session'
import { deleteOthers, type IssuedCookie } from '@/lib/session/cookies'
import { openCookies } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'

export interface LoggedOut {
  cookies: IssuedCookie[]
  /** Ended as facts, but Redis could not be told; `finishLogout` repeats it. */
  unfinished: string[]
}

/**
 * Ends every session in the jar, also one that has gone on under another id in another tab. Opens the credentials and asks
 * nothing else, so it works on revoked ones too.
 * @throws {UnavailableError} when Postgres is away: then the cookies stay, and so does the session
 */
export async function logOut(presented: Presented, client: Client, now: number): Promise<LoggedOut> {
  const unfinished: string[] = []
  for (const credential of await openCookies(presented, now)) {
    const { sessionId, userId, model } = credential
    const { told, wasAlive, lastId } = await endSession(credential, 'logout', now)
    if (told === 'unfinished') unfinished.push(sessionId, lastId)
    if (wasAlive) await audit({ kind: 'logout', sessionId: lastId, userId, model, ...client })
  }
  return { cookies: deleteOthers([]), unfinished: [...new Set(unfinished)] }
}
