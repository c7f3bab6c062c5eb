import 'server-only'
import { cutOffOthers } from '@/lib/db/cut-off-others'
import { audit } from '@/lib/server/audit'
import type { AllowedVisitor } from '@/lib/server/check-visitor'
import type { Client } from '@/lib/server/client'
import { tell } from '@/lib/server/end-session'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { getStandingAccess } from '@/lib/server/renew-session'
import { reopenSession } from '@/lib/server/reopen-session'
import type { IssuedCookie } from '@/lib/session/cookies'
import { raiseGeneration } from '@/lib/session/revocation/write'
import { toDate } from '@/lib/time'

/** `ended`: this session could not go on, because it had been cut off or logged out meanwhile. */
export type OthersRevoked =
  | { outcome: 'revoked' | 'unfinished'; cookies: readonly IssuedCookie[] }
  | { outcome: 'ended' }

/**
 * Ends every session of the visitor's but this one, of every model: also the sealed ones, which no list can show and only
 * a raised generation reaches. This one goes on under a new id. Repeatable. @throws {UnavailableError}
 */
export async function revokeOthers(visitor: AllowedVisitor, client: Client, now: number): Promise<OthersRevoked> {
  const { credential, session } = visitor
  const access = await getStandingAccess(credential)
  const kept = access && { userId: session.userId, sessionId: session.id, generation: access.generation }
  const generation = kept && (await cutOffOthers(kept, toDate(now)))
  if (!access || generation === null) return { outcome: 'ended' }

  // The others are over by now, whatever becomes of this one. That it goes on is no proof of the password.
  const reopening = { client, now, authenticatedAt: session.authenticatedAt }
  const goingOn = () => reopenSession(credential, { ...access, generation }, reopening)
  const reopened = await orUnavailable(goingOn, null, 'session_not_reopened')
  const told = await tell(() => raiseGeneration(session.userId, generation))

  const { id: sessionId, userId, model } = (reopened ?? visitor).session
  await audit({ kind: 'others_cut_off', userId, sessionId, model, ...client })
  if (!reopened) return { outcome: 'ended' }
  return { outcome: told === 'ended' ? 'revoked' : 'unfinished', cookies: reopened.cookies }
}
