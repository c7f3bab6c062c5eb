/**
 * The sealed model: the whole session is in the cookie. Runs anywhere.
 * The server has no list of these sessions, because it stores none.
 */

import * as z from 'zod/mini'
import { CookieTooLargeError } from '@/lib/errors'
import { logReport } from '@/lib/log'
import { methods } from '@/lib/session/assurance'
import { RoleName, reference, referenceOf } from '@/lib/session/claims'
import { cookieLimit, cookieNames, type IssuedCookie, issueCookie, keptUntil } from '@/lib/session/cookies'
import { freshUntilFrom } from '@/lib/session/deadlines'
import type { Presented } from '@/lib/session/presented'
import { openSeal, seal } from '@/lib/session/seal'
import { type Credential, roles } from '@/lib/session/session'
import { Data, noData, shortenData } from '@/lib/session/session-data'
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
  return issueCookie(cookieNames.sealed, await seal('sealed', claims), now, keptUntil(claims))
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

/*
 * The space in a sealed cookie: data may only use what the fields beside it will never need. Runs anywhere.
 * A cookie that has become too small must not lock its user out, so its data is shortened (docs/decisions/021).
 */

/** The maximum of INTEGER in Postgres. */
const highestCount = 2_147_483_647

/** The longest value of each field beside the data that a renewal or a rotation may have to write. */
const longest = {
  role: roles.reduce((one, other) => (other.length > one.length ? other : one)),
  generation: highestCount,
  siteGeneration: highestCount,
  accessVersion: highestCount,
  amr: methods,
  /** Bytes for fields that a later release adds, here or to the data. */
  reserve: '*'.repeat(128),
}

/** For changed data: refuses what would not fit with the longest fields. @throws {CookieTooLargeError} */
export async function issueChanged(claims: SealedClaims, now: number): Promise<IssuedCookie> {
  await issueSealed({ ...claims, ...longest }, now)
  return issueSealed(claims, now)
}

/**
 * For a renewed session. Shortens the data when a longer role or counter leaves too little space.
 * @returns the claims that are in the cookie
 */
export async function issueFitting(
  claims: SealedClaims,
  now: number,
): Promise<{ cookie: IssuedCookie; claims: SealedClaims }> {
  try {
    return { cookie: await issueSealed(claims, now), claims }
  } catch (error) {
    // Too large even without data: then no login could be sealed either.
    if (!(error instanceof CookieTooLargeError) || claims.data === noData) throw error

    logReport('session_data_shortened', { bytes: String(error.bytes) })
    return issueFitting({ ...claims, data: shortenData(claims.data, error.bytes - cookieLimit) }, now)
  }
}
