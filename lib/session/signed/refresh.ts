/**
 * The refresh token's cookie. The token itself is opaque and known to the database by its hash; around it we put a seal,
 * so that the edge can judge deadlines and revocation, and answers `renewable` only to bytes that we made.
 * Runs anywhere. Never fresh: it is there to be renewed with.
 */

import * as z from 'zod/mini'
import { reference } from '@/lib/session/claims'
import { cookieNames, type IssuedCookie, issueCookie } from '@/lib/session/cookies'
import { openSeal, seal } from '@/lib/session/seal'
import type { Witness } from '@/lib/session/trace'
import { Verified } from '@/lib/session/verified'

const RefreshClaims = z.object({ ...reference, token: z.string() })
export type RefreshClaims = z.infer<typeof RefreshClaims>

export async function issueRefresh(claims: RefreshClaims, now: number): Promise<IssuedCookie> {
  return issueCookie(cookieNames.refresh, await seal('refresh', claims), now, claims.idleUntil)
}

const verified = new Verified<RefreshClaims>()

export async function openRefresh(value: string, witness?: Witness): Promise<RefreshClaims | null> {
  return verified.open(value, () => openSeal('refresh', RefreshClaims, value), witness)
}
