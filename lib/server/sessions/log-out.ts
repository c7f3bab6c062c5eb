import 'server-only'
import { isDenied } from '@/lib/db/sessions/denied' // model: sealed
import { hasRowEnded } from '@/lib/db/sessions/end' // model: stored, signed
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/http/client'
import { type TooMany, takeFrom } from '@/lib/server/limits/bucket'
import { networkOf } from '@/lib/server/limits/network'
import { endSession } from '@/lib/server/sessions/end'
import { deleteOthers, type IssuedCookie } from '@/lib/session/cookies'
import { modelInJar, openCookies } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'
import { deny } from '@/lib/session/revocation/write'

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
    const { sessionId, userId } = credential
    const { told, wasAlive, lastId } = await endSession(credential, 'logout', now)
    if (told === 'unfinished') unfinished.push(sessionId, lastId)
    if (wasAlive) await audit({ kind: 'logout', sessionId: lastId, userId, model: modelInJar(credential), ...client })
  }
  return { cookies: deleteOthers([]), unfinished: [...new Set(unfinished)] }
}

/**
 * Tells Redis again what Postgres already knows. The cookies are gone by now, so this takes the sessions' public ids; it
 * changes nothing for a session that has not ended, whoever asks.
 * @throws {UnavailableError}
 */
export async function finishLogout(
  sessionIds: readonly string[],
  client: Client,
): Promise<{ outcome: 'finished' } | TooMany> {
  const taken = await takeFrom([{ limit: 'unfinishedLogout', of: networkOf(client.ip) }])
  if (taken.outcome === 'too_many') return taken

  await Promise.all([...new Set(sessionIds)].map(denyIfOver))
  return { outcome: 'finished' }
}

async function denyIfOver(sessionId: string): Promise<void> {
  if (await hasRowEnded(sessionId)) await deny(sessionId) // model: stored, signed
  if (await isDenied(sessionId)) await deny(sessionId) // model: sealed
}
