import 'server-only'
import { cutOffOthers } from '@/lib/db/cut-off'
import { endOwnedSession } from '@/lib/db/sessions/end' // model: stored, signed
import {
  type Actor, // feature: admin
  audit,
} from '@/lib/server/audit'
import type { Client } from '@/lib/server/http/client'
import { orUnavailable } from '@/lib/server/or-unavailable'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import {
  type End,
  tell,
  tellRedis, // model: stored, signed
} from '@/lib/server/sessions/end'
import { getStandingAccess, rotateSessionId } from '@/lib/server/sessions/issue'
import {
  cutOffEveryone, // feature: admin
  cutOffUser,
  publishCutOff,
} from '@/lib/server/sessions/revoke-all'
import { deleteOthers, type IssuedCookie } from '@/lib/session/cookies'
import { raiseGeneration } from '@/lib/session/revocation/write'
import { toDate } from '@/lib/time'

// model: stored, signed
export interface Revoking {
  /** The user who asks: only sessions of this user can be revoked. */
  ownerId: string
  sessionId: string
  client: Client
}

/**
 * `unfinished`: ended in Postgres, but not published to Redis: accepted for at most FRESH_SECONDS more, unless retried.
 * `reopened`: the user has re-authenticated in that session, so its id was rotated.
 */
export type Revocation = 'revoked' | 'unfinished' | 'reopened' | 'not_found'

/**
 * Revokes one session of its user, on any device. Postgres first: the row is the fact, the denial in Redis makes it
 * take effect at once. Idempotent. @throws {UnavailableError} when Postgres is unavailable: then nothing has ended
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

/** `ended`: this session was revoked or logged out meanwhile, so it could not be continued. */
export type OthersRevoked =
  | { outcome: 'revoked' | 'unfinished'; cookies: readonly IssuedCookie[] }
  | { outcome: 'ended' }

// model: sealed
/**
 * Revokes all other sessions of the visitor, of every model, including sealed ones, which only a raised generation
 * reaches. Rotates the id of this session. Idempotent. @throws {UnavailableError}
 */
// end, otherwise: /** Revokes all other sessions of the visitor. Rotates the id of this one. Idempotent. @throws {UnavailableError} */
export async function revokeOthers(visitor: AllowedVisitor, client: Client, now: number): Promise<OthersRevoked> {
  const { credential, session } = visitor
  const access = await getStandingAccess(credential)
  const kept = access && {
    userId: session.userId,
    sessionId: session.id, // model: stored, signed
    generation: access.generation,
  }
  const generation = kept && (await cutOffOthers(kept, toDate(now)))
  if (!access || generation === null) {
    // A retry after a crash between the two writes ends here: Postgres has the revocation already, and Redis may not.
    await tell(() => publishCutOff(session.userId))
    return { outcome: 'ended' }
  }

  // The others are revoked by now, even if this session cannot be continued. Continuing it is no re-authentication.
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
 * Revokes all sessions of the visitor, of every model, including this one and those that no list shows.
 * @throws {UnavailableError} when Postgres is unavailable: then nothing has ended
 */
export async function logOutEverywhere(
  { session }: AllowedVisitor,
  client: Client,
  now: number,
): Promise<LoggedOutEverywhere> {
  const { id: sessionId, userId, model } = session
  const end = await cutOffUser(userId, now, { sessionId, model, ...client })
  // A deleted account has no session left to publish.
  return { end: end === 'unknown' ? 'ended' : end, cookies: deleteOthers([]) }
}

// feature: admin
/**
 * Ends every session of all users, and deletes the cookies of the admin who does it.
 * @throws {UnavailableError} when Postgres is unavailable: then nothing has ended
 */
export async function logOutEveryone(now: number, by: Actor): Promise<LoggedOutEverywhere> {
  return { end: await cutOffEveryone(now, by), cookies: deleteOthers([]) }
}
// end
