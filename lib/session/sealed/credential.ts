/**
 * The sealed model: the whole session is in the cookie. Runs anywhere.
 * Must never be asked who else is logged in: nobody but the browser has it.
 */

import * as z from 'zod/mini'
import { RoleName, reference, referenceOf } from '@/lib/session/claims'
import { cookieNames, type IssuedCookie, issueCookie } from '@/lib/session/cookies'
import { freshUntilFrom } from '@/lib/session/deadlines'
import type { Presented } from '@/lib/session/presented'
import { openSeal, seal } from '@/lib/session/seal'
import type { Credential } from '@/lib/session/session'
import { Data } from '@/lib/session/session-data'
import type { Witness } from '@/lib/session/trace'
import { Verified } from '@/lib/session/verified'

const SealedClaims = z.object({ ...reference, role: RoleName, data: Data })
export type SealedClaims = z.infer<typeof SealedClaims>

export interface SealedCredential extends Credential {
  model: 'sealed'
  claims: SealedClaims
}

/** @throws {CookieTooLargeError} when the session data does not fit */
export async function issueSealed(claims: SealedClaims, now: number): Promise<IssuedCookie> {
  return issueCookie(cookieNames.sealed, await seal('sealed', claims), now, claims.idleUntil)
}

const verified = new Verified<SealedClaims>()

export async function openSealed(value: string, witness?: Witness): Promise<SealedCredential | null> {
  const claims = await verified.open(value, () => openSeal('sealed', SealedClaims, value), witness)
  return claims && sealedCredential(claims)
}

export async function openSealedCookie(
  { [cookieNames.sealed]: value }: Presented['cookies'],
  _now: number,
  witness?: Witness,
): Promise<SealedCredential[]> {
  const credential = value ? await openSealed(value, witness) : null
  return credential ? [credential] : []
}

export function sealedCredential(claims: SealedClaims): SealedCredential {
  return { ...referenceOf(claims), model: 'sealed', freshUntil: freshUntilFrom(claims), claims }
}
