/**
 * The signed model: a short access token, and beside it the refresh token that can be taken back. Runs anywhere.
 * The access token answers while it is fresh; when it is absent, expired or of a retired key, the refresh token is judged.
 */

import * as z from 'zod/mini'
import { type AccessClaims, openAccess, signAccess } from '@/lib/session/bearer/access-token'
import { type BearerCredential, bearerFrom } from '@/lib/session/bearer/credential'
import { reference, referenceOf } from '@/lib/session/claims'
import { cookieNames, type IssuedCookie, issueCookie } from '@/lib/session/cookies'
import { freshUntilFrom } from '@/lib/session/deadlines'
import type { Presented } from '@/lib/session/presented'
import { seal as makeSeal, openSeal } from '@/lib/session/seal'
import type { Credential } from '@/lib/session/session'
import type { Witness } from '@/lib/session/trace'
import { Verified } from '@/lib/session/verified'

/**
 * The refresh token's cookie. The token itself is opaque, and the database knows its hash. The seal around it lets the edge judge
 * deadlines and revocation, and answer `renewable` only to bytes that we made. Never fresh: it is there to be renewed with.
 */
const RefreshClaims = z.object({ ...reference, token: z.string() })
export type RefreshClaims = z.infer<typeof RefreshClaims>

export async function issueRefresh(claims: RefreshClaims, now: number): Promise<IssuedCookie> {
  return issueCookie(cookieNames.refresh, await makeSeal('refresh', claims), now, claims.idleUntil)
}

const verified = new Verified<RefreshClaims>()

export async function openRefresh(value: string, witness?: Witness): Promise<RefreshClaims | null> {
  return verified.open(value, () => openSeal('refresh', RefreshClaims, value), witness)
}

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
