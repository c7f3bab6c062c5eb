/**
 * What a sealed cookie has room for: data only as far as everything beside it can still grow. Runs anywhere.
 * A cookie that has become too small must never lock its owner out: its data gives way (docs/decisions/021).
 */

import { CookieTooLargeError } from '@/lib/errors'
import { logReport } from '@/lib/log'
import { cookieLimit, type IssuedCookie } from '@/lib/session/cookies'
import { issueSealed, type SealedClaims } from '@/lib/session/sealed/credential'
import { roles } from '@/lib/session/session'
import { noData, shortenData } from '@/lib/session/session-data'

/** Of an INTEGER in Postgres. */
const highestCount = 2_147_483_647

/** Whatever stands beside the data, as long as a renewal may have to write it one day. */
const longest = {
  role: roles.reduce((one, other) => (other.length > one.length ? other : one)),
  generation: highestCount,
  siteGeneration: highestCount,
  accessVersion: highestCount,
  /** Bytes for fields that another release adds, here or to the data. */
  reserve: '*'.repeat(128),
}

/** For changed data: what is taken now must still fit later. @throws {CookieTooLargeError} when it would not */
export async function issueChanged(claims: SealedClaims, now: number): Promise<IssuedCookie> {
  await issueSealed({ ...claims, ...longest }, now)
  return issueSealed(claims, now)
}

/**
 * For a session that is renewed. Drops data when a larger role or counter leaves no room for it.
 * @returns the claims that are in the cookie
 */
export async function issueFitting(
  claims: SealedClaims,
  now: number,
): Promise<{ cookie: IssuedCookie; claims: SealedClaims }> {
  try {
    return { cookie: await issueSealed(claims, now), claims }
  } catch (error) {
    // Too large without any data: then no login could be sealed either.
    if (!(error instanceof CookieTooLargeError) || claims.data === noData) throw error

    logReport('session_data_shortened', { bytes: String(error.bytes) })
    return issueFitting({ ...claims, data: shortenData(claims.data, error.bytes - cookieLimit) }, now)
  }
}
