/**
 * Opens what a request presents and selects the one credential that counts. Runs anywhere.
 * Of several cookies the one with the latest start counts.
 */

import { type BearerCredential, openBearer } from '@/lib/session/bearer/credential' // model: bearer
import type { Model } from '@/lib/session/models'
import type { Presented } from '@/lib/session/presented'
import { openSealedCookie, type SealedCredential } from '@/lib/session/sealed/credential' // model: sealed
import { openSignedCookies, type SignedCredential } from '@/lib/session/signed/credential' // model: signed
import { openStoredCookie, type StoredCredential } from '@/lib/session/stored/credential' // model: stored
import type { Witness } from '@/lib/session/trace'

export type OpenedCredential =
  | SealedCredential // model: sealed
  | StoredCredential // model: stored
  | SignedCredential // model: signed
  | BearerCredential // model: bearer

// model: signed, several
// model: signed
/** The model of a credential that came in cookies. An access token without its refresh token is the rest of a signed session. */
// end, otherwise: /** The model of a credential that came in cookies. Null: an access token, which never comes in cookies. */
// model: signed
export const modelInJar = ({ model }: OpenedCredential): Model => (model === 'bearer' ? 'signed' : model)
// end, otherwise: export const modelInJar = ({ model }: OpenedCredential): Model | null => (model === 'bearer' ? null : model)
// end

/** Why nothing was opened. RFC 6750 requires different answers to an `expired` and a `malformed` bearer token. */
export type Stranger = 'nothing' | 'invalid' | 'expired' | 'malformed'

export type Opened = { credential: OpenedCredential } | { credential: null; stranger: Stranger }

/** @param witness receives whether the credential was in the cache */
export async function openPresented(presented: Presented, now: number, witness?: Witness): Promise<Opened> {
  // feature: tokens
  // An Authorization header decides alone: cookies beside it are ignored.
  if (presented.authorization !== null) {
    const opened = await openBearer(presented.authorization, now, witness)
    return typeof opened === 'string' ? { credential: null, stranger: opened } : { credential: opened }
  }

  // end
  const [latest] = (await openCookies(presented, now, witness)).toSorted((a, b) => b.startedAt - a.startedAt)
  if (latest) return { credential: latest }

  return { credential: null, stranger: Object.keys(presented.cookies).length > 0 ? 'invalid' : 'nothing' }
}

/** Opens every credential in the cookies, one line per model: a login and a logout end all of them. */
export async function openCookies({ cookies }: Presented, now: number, witness?: Witness): Promise<OpenedCredential[]> {
  const opened = await Promise.all([
    openSealedCookie(cookies, now, witness), // model: sealed
    openStoredCookie(cookies, now, witness), // model: stored
    openSignedCookies(cookies, now, witness), // model: signed
  ])
  return opened.flat()
}
