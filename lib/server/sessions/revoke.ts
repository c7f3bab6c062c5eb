import 'server-only'
import { cutOffOthers } from '@/lib/db/cut-off'
import { endOwnedSession } from '@/lib/db/sessions/end' // model: stored, signed
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/http/client'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { getStandingAccess } from '@/lib/server/sessions/access'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import {
  type End,
  tell,
  tellRedis, // model: stored, signed
} from '@/lib/server/sessions/publish'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import { rotateSessionId } from '@/lib/server/sessions/rotate-id'
import { deleteOthers, type IssuedCookie } from '@/lib/session/cookies'
import { raiseGeneration } from '@/lib/session/revocation/write'
import { toDate } from '@/lib/time'

// model: stored, signed
export interface Revoking {
  /** Who asks: only their own sessions exist for them. */
  ownerId: string
  sessionId: string
  client: Client
}

/**
 * `unfinished`: over as a fact, but Redis could not be told: believed for FRESH_SECONDS more at most, unless repeated.
 * `reopened`: its owner has proved the password there meanwhile, so it goes on under another id.
 */
export type Revocation = 'revoked' | 'unfinished' | 'reopened' | 'not_found'

/**
 * Ends one session of its owner's, on whichever device. Postgres first: the row is the fact, the denial makes it quick.
 * Repeatable. @throws {UnavailableError} when Postgres is away: then nothing has ended
 */
export async function revokeSession({ client, ...owned }: Revoking, now: number): Promise<Revocation> {
  const ended = await endOwnedSession(owned, 'revoked', toDate(now))
  if (!ended) return 'not_found'

  const { ownerId: userId, sessionId } = owned
  const told = await tellRedis(sessionId)
  if (!ended.before) await audit({ kind: 'revoked', userId, sessionId, model: ended.model, ...client })
  if (ended.before === 'reopened') return 'reopened'
  return told === 'ended' ? 'revoked' : 'unfinished'
}
// end

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
  const kept = access && {
    userId: session.userId,
    sessionId: session.id, // model: stored, signed
    generation: access.generation,
  }
  const generation = kept && (await cutOffOthers(kept, toDate(now)))
  if (!access || generation === null) return { outcome: 'ended' }

  // The others are over by now, whatever becomes of this one. That it goes on is no proof of the password.
  const reopening = { client, now, authenticatedAt: session.authenticatedAt }
  const goingOn = () => rotateSessionId(credential, { ...access, generation }, reopening)
  const reopened = await orUnavailable(goingOn, null, 'session_not_reopened')
  const told = await tell(() => raiseGeneration(session.userId, generation))

  const { id: sessionId, userId, model } = (reopened ?? visitor).session
  await audit({ kind: 'others_cut_off', userId, sessionId, model, ...client })
  if (!reopened) return { outcome: 'ended' }
  return { outcome: told === 'ended' ? 'revoked' : 'unfinished', cookies: reopened.cookies }
}

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
