/**
 * The signed model: a short access token, and beside it the refresh token that can be taken back. Runs anywhere.
 * The access token answers while it is fresh; when it is absent, expired or of a retired key, the refresh token is judged.
 */

import { type AccessClaims, openAccess, signAccess } from '@/lib/session/bearer/access-token'
import { type BearerCredential, bearerFrom } from '@/lib/session/bearer/credential'
import { referenceOf } from '@/lib/session/claims'
import { cookieNames, type IssuedCookie, issueCookie } from '@/lib/session/cookies'
import { freshUntilFrom } from '@/lib/session/deadlines'
import type { Presented } from '@/lib/session/presented'
import type { Credential } from '@/lib/session/session'
import { issueRefresh, openRefresh, type RefreshClaims } from '@/lib/session/signed/refresh'
import type { Witness } from '@/lib/session/trace'

export interface SignedCredential extends Credential {
  model: 'signed'
  access: AccessClaims | null
  refresh: RefreshClaims
}

export async function issueSigned(access: AccessClaims, refresh: RefreshClaims, now: number): Promise<IssuedCookie[]> {
  return [
    issueCookie(cookieNames.signed, await signAccess(access), now, refresh.idleUntil),
    await issueRefresh(refresh, now),
  ]
}

/**
 * @returns none, one, or two: an access token and the refresh token of another session, in a jar that was tampered with. An access
 * token without its refresh token is what it would be in an Authorization header.
 */
export async function openSignedCookies(
  { [cookieNames.signed]: token, [cookieNames.refresh]: seal }: Presented['cookies'],
  now: number,
  witness?: Witness,
): Promise<(SignedCredential | BearerCredential)[]> {
  const refresh = seal ? await openRefresh(seal, witness) : null
  const opened = token ? await openAccess(token, now, witness) : null
  // The token of a sealed session is for an Authorization header. Beside it in a jar there is a sealed cookie.
  const access = opened?.outcome === 'opened' && !opened.claims.span ? opened.claims : null
  if (!refresh) return access ? [bearerFrom(access)] : []
  if (!access || isAnother(access, refresh)) return [signedFrom(null, refresh)]
  if (access.sessionId !== refresh.sessionId) return [bearerFrom(access), signedFrom(null, refresh)]

  return [signedFrom(access, refresh)]
}

/**
 * A token of this session that did not come with this refresh token: handed out for a program, and put into a jar. Were it
 * believed there, a thief who goes on exchanging would never use the refresh token, and so never be found out.
 */
function isAnother(access: AccessClaims, refresh: RefreshClaims): boolean {
  return access.sessionId === refresh.sessionId && access.issuedAt !== refresh.issuedAt
}

/** @param access of the same session; without it the refresh token is judged */
export function signedFrom(access: AccessClaims | null, refresh: RefreshClaims): SignedCredential {
  if (!access) return { ...referenceOf(refresh), model: 'signed', freshUntil: 0, access, refresh }

  const { sessionId, userId, generation, siteGeneration, accessVersion, issuedAt, expiresAt } = access
  const { startedAt, idleUntil, endsAt } = refresh
  const freshUntil = Math.min(expiresAt, freshUntilFrom({ issuedAt, idleUntil }))
  const counters = { generation, siteGeneration, accessVersion }
  return { model: 'signed', sessionId, userId, ...counters, startedAt, freshUntil, idleUntil, endsAt, access, refresh }
}
