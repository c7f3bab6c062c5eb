import 'server-only'
import { isOwnOrigin } from '@/lib/addresses'
import { insertDenied } from '@/lib/db/sessions/denied' // model: sealed
import { endOwnedSession } from '@/lib/db/sessions/end' // model: stored, signed
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import { audit } from '@/lib/server/audit'
import { readForm } from '@/lib/server/http/body'
import { type Client, senderOf } from '@/lib/server/http/client'
import { notStored, oauthError } from '@/lib/server/http/oauth-error'
import { problem } from '@/lib/server/http/problem'
import { takeFrom } from '@/lib/server/limits/bucket'
import { networkOf } from '@/lib/server/limits/network'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { type End, tellRedis } from '@/lib/server/sessions/end'
import { inspectAccess } from '@/lib/session/bearer/access-token'
import { isOver } from '@/lib/session/deadlines' // model: signed
import { openRefresh } from '@/lib/session/signed/credential' // model: signed
import { nowInSeconds, toDate } from '@/lib/time'

/** RFC 7009, for a public client: the holder of a token may end its session. 200 for any token, 503 when a retry is needed. */
export async function answerRevocation(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return problem('cross_site')

  const token = (await readForm(request))?.get('token')
  if (!token) return oauthError('invalid_request', 'send a form with one token')

  try {
    return await revoke(request, token)
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('revocation_unavailable', error)
    return problem('unavailable', notStored)
  }
}

async function revoke({ headers }: Request, token: string): Promise<Response> {
  const client = senderOf(headers)
  // While Redis is unavailable attempts are not counted, and the session still ends in Postgres.
  const counting = () => takeFrom([{ limit: 'revocation', of: networkOf(client.ip) }])
  const taken = await orUnavailable(counting, null, 'revocation_not_counted')
  if (taken?.outcome === 'too_many') return problem('too_many', { 'Retry-After': String(taken.retryAfter) })

  const end = await revokeToken(token, client, nowInSeconds())
  return end === 'unfinished' ? problem('unavailable', notStored) : new Response(null, { headers: notStored })
}

/**
 * Ends the session of a token: an access token for any audience, or a refresh token (RFC 7009, section 2.1). It denies
 * the session, so that no other spelling of the token and no other token of the session stays valid. Idempotent.
 * @returns null for a token that is not ours, or not valid any more
 * @throws {UnavailableError} when Postgres is unavailable: then nothing has ended
 */
export async function revokeToken(token: string, client: Client, now: number): Promise<End | null> {
  const owned = await findOwned(token, now)
  if (!owned) return null

  const isEnding = await end(owned, now)
  if (isEnding === null) return null

  const told = await tellRedis(owned.sessionId)
  const { sessionId, ownerId: userId } = owned
  if (isEnding) await audit({ kind: 'revoked', sessionId, userId, ...client })
  return told
}

interface Owned {
  ownerId: string
  sessionId: string
  /** For a sealed session, which has no row: how long its denial must be stored. */
  deniedUntil: number | null
}

async function findOwned(token: string, now: number): Promise<Owned | null> {
  const access = (await inspectAccess(token, now))?.claims
  if (access) {
    return { ownerId: access.userId, sessionId: access.sessionId, deniedUntil: access.span?.endsAt ?? null }
  }
  // model: signed
  const refresh = await openRefresh(token)
  if (refresh && !isOver({ ...refresh, freshUntil: 0 }, now)) {
    return { ownerId: refresh.userId, sessionId: refresh.sessionId, deniedUntil: null }
  }
  // end
  return null
}

/** @returns whether it was alive until now; null when this user has no such session */
async function end({ deniedUntil, ...owned }: Owned, now: number): Promise<boolean | null> {
  if (deniedUntil !== null) return insertDenied({ sessionId: owned.sessionId, expiresAt: toDate(deniedUntil) }) // model: sealed

  // model: stored, signed
  const ended = await endOwnedSession(owned, 'revoked', toDate(now))
  return ended && ended.before === null
  // end, otherwise: return null
}
