import 'server-only'
import * as z from 'zod'
import { issuer } from '@/lib/addresses'
import { env } from '@/lib/env'
import type { Caller } from '@/lib/server/guards/answer-caller'
import { parseForm } from '@/lib/server/http/body'
import { notStored, oauthError } from '@/lib/server/http/oauth-error'
import { problem } from '@/lib/server/http/problem'
import { takeFrom } from '@/lib/server/limits/bucket'
import { peekSession } from '@/lib/server/sessions/access'
import { modelLifecycles } from '@/lib/server/sessions/models'
import { cachedToken, cacheToken, type HandedOut } from '@/lib/server/tokens/token-cache'
import { type AccessClaims, signAccess } from '@/lib/session/bearer/access-token'
import { freshUntilFrom } from '@/lib/session/deadlines'

/** RFC 6749, section 5.1. */
export const TokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  /** Seconds. */
  expires_in: z.int().positive(),
})
type TokenAnswer = z.infer<typeof TokenAnswer>

/**
 * Exchanges a session for an access token.
 * @param request its form may name an `audience`; without one the token is for our own API
 */
export async function answerToken(request: Request, caller: Caller): Promise<Response | 'revoked'> {
  // An access token is one in a cookie, too: were there another for it, a stolen one would live for ever.
  if (caller.credential.model === 'bearer') return problem('session_required')

  const form = parseForm(request.headers, caller.body)
  if (!form) return oauthError('invalid_request', 'send a form, each parameter once')

  const audience = form.get('audience') || issuer()
  if (!isAudience(audience)) return oauthError('invalid_target', 'no tokens are issued for this audience')

  const taken = await takeFrom([{ limit: 'accessToken', of: caller.session.id }])
  if (taken.outcome === 'too_many') return problem('too_many', { 'Retry-After': String(taken.retryAfter) })

  const issued = await issueToken(caller, audience)
  if (!issued) return 'revoked'

  const { token, expiresAt } = issued
  const answer: TokenAnswer = { access_token: token, token_type: 'Bearer', expires_in: expiresAt - caller.now }
  return Response.json(answer, { headers: notStored })
}

/** Whom a token may be for: ourselves, and the services of API_AUDIENCES. */
export const isAudience = (audience: string) => audience === issuer() || env().API_AUDIENCES.includes(audience)

/**
 * An access token (RFC 9068) for whoever holds the cookie of a session, of any model. It lives as long as a credential is
 * believed, FRESH_SECONDS at most, and is dead with its session wherever somebody asks about that. As at a renewal Postgres
 * decides: a session that Redis has forgotten to deny must not get minutes more out of its last ones.
 * @returns null when the session is over
 * @throws {UnavailableError}
 */
export async function issueToken(caller: Caller, audience: string): Promise<HandedOut | null> {
  const known = await cachedToken(claimsOf(caller), audience, caller.now)
  if (known) return known

  const session = await peekSession(caller.credential, caller.now)
  if (!session) return null

  const claims = claimsOf({ ...caller, session })
  const token = { token: await signAccess(claims, audience), expiresAt: claims.expiresAt }
  await cacheToken(claims, audience, token, caller.now)
  return token
}

/** Counters of the credential that was checked just now, read before its role was: what is raised meanwhile is higher. */
function claimsOf({ session, credential, now }: Caller): AccessClaims {
  const { generation, siteGeneration, accessVersion } = credential
  const { startedAt, endsAt } = session
  return {
    ...{ generation, siteGeneration, accessVersion },
    sessionId: session.id,
    userId: session.userId,
    role: session.role,
    authenticatedAt: session.authenticatedAt,
    issuedAt: now,
    expiresAt: freshUntilFrom({ issuedAt: now, idleUntil: session.idleUntil }),
    span: modelLifecycles[session.model].hasRow ? null : { startedAt, endsAt },
  }
}
