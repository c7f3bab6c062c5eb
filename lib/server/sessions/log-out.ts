import 'server-only'
import { isDenied } from '@/lib/db/sessions/denied' // model: sealed
import { hasRowEnded } from '@/lib/db/sessions/end' // model: stored, signed
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/http/client'
import { type TooMany, takeFrom } from '@/lib/server/limits/bucket'
import { networkOf } from '@/lib/server/limits/network'
import { endSession } from '@/lib/server/sessions/end'
import { publishCutOff, publishSiteCutOff } from '@/lib/server/sessions/revoke-all'
import { deleteOthers, type IssuedCookie } from '@/lib/session/cookies'
import { modelInJar, openCookies } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'
import { deny } from '@/lib/session/revocation/write'

export interface LoggedOut {
  cookies: IssuedCookie[]
  /** Ended in Postgres, but not published to Redis; `finishLogout` retries it. */
  unfinished: string[]
}

/**
 * Ends every session in the cookies, also one whose id another tab has rotated. Opens the credentials without checking
 * them, so it works on revoked ones too.
 * @throws {UnavailableError} when Postgres is unavailable: then the cookies and the sessions stay
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
 * Publishes the end of these sessions again. The browser has no cookies any more, so this takes their public ids. It changes
 * nothing for a session that has not ended. @throws {UnavailableError}
 */
export const finishLogout = (sessionIds: readonly string[], client: Client) =>
  finish(client, async () => {
    await Promise.all([...new Set(sessionIds)].map(denyIfOver))
  })

/** The same for a logout everywhere, and for a logout of all users. @throws {UnavailableError} */
export const finishLogoutEverywhere = (userId: string, client: Client) => finish(client, () => publishCutOff(userId))
export const finishEveryoneOut = (client: Client) => finish(client, publishSiteCutOff)

async function finish(client: Client, publish: () => Promise<void>): Promise<{ outcome: 'finished' } | TooMany> {
  const taken = await takeFrom([{ limit: 'unfinishedLogout', of: networkOf(client.ip) }])
  if (taken.outcome === 'too_many') return taken

  await publish()
  return { outcome: 'finished' }
}

async function denyIfOver(sessionId: string): Promise<void> {
  if (await hasRowEnded(sessionId)) await deny(sessionId) // model: stored, signed
  if (await isDenied(sessionId)) await deny(sessionId) // model: sealed
}
