/**
 * The stored model: the cookie refers to a row, and carries the secret that proves possession of the cookie.
 * Runs anywhere. Says nothing about role or validity: the row does, and the server compares the secret with it.
 */

import * as z from 'zod/mini'
import { reference, referenceOf } from '@/lib/session/claims'
import { cookieNames, type IssuedCookie, issueCookie, keptUntil } from '@/lib/session/cookies'
import { freshUntilFrom } from '@/lib/session/deadlines'
import type { Presented } from '@/lib/session/presented'
import { openSeal, seal } from '@/lib/session/seal'
import type { Credential } from '@/lib/session/session'
import type { Witness } from '@/lib/session/trace'
import { Verified } from '@/lib/session/verified'

const StoredClaims = z.object({ ...reference, secret: z.string() })
export type StoredClaims = z.infer<typeof StoredClaims>

export interface StoredCredential extends Credential {
  model: 'stored'
  claims: StoredClaims
}

export async function issueStored(claims: StoredClaims, now: number): Promise<IssuedCookie> {
  return issueCookie(cookieNames.stored, await seal('stored', claims), now, keptUntil(claims))
}

const verified = new Verified<StoredClaims>()

export async function openStored(value: string, witness?: Witness): Promise<StoredCredential | null> {
  const claims = await verified.open(value, () => openSeal('stored', StoredClaims, value), witness)
  return claims && storedCredential(claims)
}

export async function openStoredCookie(
  { [cookieNames.stored]: value }: Presented['cookies'],
  _now: number,
  witness?: Witness,
): Promise<StoredCredential[]> {
  const credential = value ? await openStored(value, witness) : null
  return credential ? [credential] : []
}

export function storedCredential(claims: StoredClaims): StoredCredential {
  return { ...referenceOf(claims), model: 'stored', freshUntil: freshUntilFrom(claims), claims }
}
