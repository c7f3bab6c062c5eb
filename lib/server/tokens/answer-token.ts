import 'server-only'
import * as z from 'zod'
import { issuer } from '@/lib/addresses'
import { env } from '@/lib/env'
import type { Caller } from '@/lib/server/guards/answer-caller'
import { parseForm } from '@/lib/server/http/body'
import { notStored, oauthError } from '@/lib/server/http/oauth-error'
import { problem } from '@/lib/server/http/problem'
import { takeFrom } from '@/lib/server/limits/bucket'
import { peekSession } from '@/lib/server/sessions/issue'
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
  // Also refuses an access token in a cookie: otherwise a stolen token could be exchanged for new ones for ever.
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

/** The possible audiences of a token: ourselves, and the services of API_AUDIENCES. */
export const isAudience = (audience: string) => audience === issuer() || env().API_AUDIENCES.includes(audience)

/**
 * Issues an access token (RFC 9068) for a session of any model. It expires after FRESH_SECONDS at most, and
 * introspection reports it inactive when its session ends. As at a renewal, Postgres decides: a session whose denial is
 * missing in Redis must not get a new token in its last minutes.
 * @param cache whether to ask the cache in Redis first, and to store a new token there
 * @returns null when the session is over
 * @throws {UnavailableError}
 */
export async function issueToken(
  caller: Caller,
  audience: string,
  cache = env().TOKEN_CACHE,
): Promise<HandedOut | null> {
  const known = cache === 'on' ? await cachedToken(claimsOf(caller), audience, caller.now) : null
  if (known) return known

  const session = await peekSession(caller.credential, caller.now)
  if (!session) return null

  const claims = claimsOf({ ...caller, session })
  const token = { token: await signAccess(claims, audience), expiresAt: claims.expiresAt }
  if (cache === 'on') await cacheToken(claims, audience, token, caller.now)
  return token
}

/** Uses the counters of the checked credential, which were read before its role: a counter raised meanwhile is higher. */
export function claimsOf({ session, credential, now }: Caller): AccessClaims {
  const { generation, siteGeneration, accessVersion } = credential
  const { startedAt, endsAt } = session
  return {
    ...{ generation, siteGeneration, accessVersion },
    sessionId: session.id,
    userId: session.userId,
    role: session.role,
    authenticatedAt: session.authenticatedAt,
    amr: session.amr,
    lacksFactor: session.lacksFactor, // feature: required-factor
    issuedAt: now,
    expiresAt: freshUntilFrom({ issuedAt: now, idleUntil: session.idleUntil }),
    span: modelLifecycles[session.model].hasRow ? null : { startedAt, endsAt },
  }
}

/**
 * The service on another origin for which our page requests tokens: the first of API_AUDIENCES.
 * @returns its address, which is also the audience of its tokens; null where none is configured
 */
export const otherService = (): string | null => env().API_AUDIENCES[0] ?? null
