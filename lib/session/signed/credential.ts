/**
 * The signed model: a short access token, and beside it the refresh token that can be taken back. Runs anywhere.
 * The access token answers while it is fresh; when it is absent, expired or of a retired key, the refresh token is judged.
 */

import { referenceOf } from '@/lib/session/claims'
import { cookieNames, type IssuedCookie, issueCookie } from '@/lib/session/cookies'
import { clockTolerance, freshUntilFrom } from '@/lib/session/deadlines'
import type { Credential } from '@/lib/session/session'
import { type AccessClaims, openAccess, signAccess } from '@/lib/session/signed/access-token'
import { issueRefresh, openRefresh, type RefreshClaims } from '@/lib/session/signed/refresh'
import type { Witness } from '@/lib/session/trace'

export interface SignedCredential extends Credential {
  model: 'signed'
  access: AccessClaims | null
  /** Null for a bearer token: whoever presents one cannot renew. */
  refresh: RefreshClaims | null
}

export async function issueSigned(access: AccessClaims, refresh: RefreshClaims, now: number): Promise<IssuedCookie[]> {
  return [
    issueCookie(cookieNames.signed, await signAccess(access), now, refresh.idleUntil),
    await issueRefresh(refresh, now),
  ]
}

/** @returns none, one, or two: an access token and the refresh token of another session, in a jar that was tampered with */
export async function openSigned(
  { token, seal }: { token?: string | undefined; seal?: string | undefined },
  now: number,
  witness?: Witness,
): Promise<SignedCredential[]> {
  const refresh = seal ? await openRefresh(seal, witness) : null
  const opened = token ? await openAccess(token, now, witness) : null
  // The token of a sealed session is for an Authorization header. Beside it in a jar there is a sealed cookie.
  if (opened?.outcome !== 'opened' || opened.claims.frame) return refresh ? [fromRefresh(refresh)] : []
  if (refresh && isAnother(opened.claims, refresh)) return [fromRefresh(refresh)]

  const credential = fromAccess(opened.claims, refresh)
  return refresh && !credential.refresh ? [credential, fromRefresh(refresh)] : [credential]
}

/**
 * A token of this session that did not come with this refresh token: handed out for a program, and put into a jar. Were it
 * believed there, a thief who goes on exchanging would never use the refresh token, and so never be found out.
 */
function isAnother(access: AccessClaims, refresh: RefreshClaims): boolean {
  return access.sessionId === refresh.sessionId && access.issuedAt !== refresh.issuedAt
}

/** A refresh token of another session says nothing about this one. */
export function fromAccess(access: AccessClaims, beside: RefreshClaims | null): SignedCredential {
  const refresh = beside?.sessionId === access.sessionId ? beside : null
  // A bearer token is alone: it ends where no clock of ours would still verify it.
  const last = access.expiresAt + clockTolerance
  const startedAt = access.frame?.startedAt ?? access.authenticatedAt
  const end = refresh ?? { startedAt, idleUntil: last, endsAt: last }
  return {
    model: 'signed',
    sessionId: access.sessionId,
    userId: access.userId,
    generation: access.generation,
    siteGeneration: access.siteGeneration,
    accessVersion: access.accessVersion,
    startedAt: end.startedAt,
    freshUntil: Math.min(access.expiresAt, freshUntilFrom({ issuedAt: access.issuedAt, idleUntil: end.idleUntil })),
    idleUntil: end.idleUntil,
    endsAt: end.endsAt,
    access,
    refresh,
  }
}

function fromRefresh(refresh: RefreshClaims): SignedCredential {
  return { ...referenceOf(refresh), model: 'signed', freshUntil: 0, access: null, refresh }
}
