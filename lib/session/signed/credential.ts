/**
 * The signed model: a short-lived access token, and beside it a refresh token that can be revoked. Runs anywhere.
 * A fresh access token is judged. If it is absent, expired or signed with a retired key, the refresh token is judged.
 */

import * as z from 'zod/mini'
import type { AccessClaims } from '@/lib/session/bearer/access-token'
import { type BearerCredential, bearerFrom } from '@/lib/session/bearer/credential'
import { reference, referenceOf } from '@/lib/session/claims'
import { cookieNames, type IssuedCookie, issueCookie, keptUntil } from '@/lib/session/cookies'
import { freshUntilFrom } from '@/lib/session/deadlines'
import type { Presented } from '@/lib/session/presented'
import { seal as makeSeal, openSeal } from '@/lib/session/seal'
import type { Credential } from '@/lib/session/session'
import { openAccessCookie, signAccessCookie } from '@/lib/session/signed/access-cookie'
import type { Witness } from '@/lib/session/trace'
import { Verified } from '@/lib/session/verified'

/**
 * The refresh token's cookie. The token itself is opaque, and the database stores its hash. The seal around it lets the
 * edge check deadlines and revocation, and answer `renewable` only to bytes that we made. It is never fresh.
 */
const RefreshClaims = z.object({ ...reference, token: z.string() })
export type RefreshClaims = z.infer<typeof RefreshClaims>

export async function issueRefresh(claims: RefreshClaims, now: number): Promise<IssuedCookie> {
  return issueCookie(cookieNames.refresh, await makeSeal('refresh', claims), now, keptUntil(claims))
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
    issueCookie(cookieNames.signed, await signAccessCookie(access), now, keptUntil(refresh)),
    await issueRefresh(refresh, now),
  ]
}

/**
 * @returns none, one or two credentials. Two come from cookies that were mixed: an access token and the refresh token
 *   of another session. An access token without its refresh token is treated like one in an Authorization header.
 */
export async function openSignedCookies(
  { [cookieNames.signed]: value, [cookieNames.refresh]: seal }: Presented['cookies'],
  now: number,
  witness?: Witness,
): Promise<(SignedCredential | BearerCredential)[]> {
  const refresh = seal ? await openRefresh(seal, witness) : null
  const opened = value ? await openAccessCookie(value, now, witness) : null
  // The token of a sealed session is for an Authorization header. Beside it in a jar there is a sealed cookie.
  const access = opened?.outcome === 'opened' && !opened.claims.span ? opened.claims : null
  if (!refresh) return access ? [bearerFrom(access)] : []
  if (!access || isAnother(access, refresh)) return [signedFrom(null, refresh)]
  if (access.sessionId !== refresh.sessionId) return [bearerFrom(access), signedFrom(null, refresh)]

  return [signedFrom(access, refresh)]
}

/**
 * An access token of this session that was not issued with this refresh token: it was issued to a program and copied
 * into a cookie. If it were accepted there, an attacker who keeps exchanging tokens would never present the refresh
 * token, and refresh token reuse detection would never see the attack.
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
