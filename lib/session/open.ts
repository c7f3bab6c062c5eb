/**
 * From what a request presents to the one credential that counts. Runs anywhere.
 * An Authorization header decides alone; of several cookies the latest start counts.
 */

import { type BearerCredential, openBearer } from '@/lib/session/bearer/credential'
import { cookieNames } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import type { Presented } from '@/lib/session/presented'
import { openSealed, type SealedCredential } from '@/lib/session/sealed/credential'
import { openSigned, type SignedCredential } from '@/lib/session/signed/credential'
import { openStored, type StoredCredential } from '@/lib/session/stored/credential'
import type { Witness } from '@/lib/session/trace'

export type OpenedCredential = SealedCredential | StoredCredential | SignedCredential | BearerCredential

/** What comes in a cookie: there, an access token alone is what is left of the cookies of a signed session. */
export const modelInJar = ({ model }: OpenedCredential): Model => (model === 'bearer' ? 'signed' : model)

/** Why nothing was opened. `expired` and `malformed` are for bearer tokens: RFC 6750 wants their senders told apart. */
export type Stranger = 'nothing' | 'invalid' | 'expired' | 'malformed'

export type Opened = { credential: OpenedCredential } | { credential: null; stranger: Stranger }

/** @param witness told whether the bytes were known */
export async function openPresented(presented: Presented, now: number, witness?: Witness): Promise<Opened> {
  if (presented.authorization !== null) {
    const opened = await openBearer(presented.authorization, now, witness)
    return typeof opened === 'string' ? { credential: null, stranger: opened } : { credential: opened }
  }

  const [latest] = (await openCookies(presented, now, witness)).toSorted((a, b) => b.startedAt - a.startedAt)
  if (latest) return { credential: latest }

  return { credential: null, stranger: Object.keys(presented.cookies).length > 0 ? 'invalid' : 'nothing' }
}

/** Every credential in the jar: a login and a logout end all of them. */
export async function openCookies({ cookies }: Presented, now: number, witness?: Witness): Promise<OpenedCredential[]> {
  const sealed = cookies[cookieNames.sealed]
  const stored = cookies[cookieNames.stored]
  const opened = await Promise.all([
    sealed ? openSealed(sealed, witness) : null,
    stored ? openStored(stored, witness) : null,
    openSigned({ token: cookies[cookieNames.signed], seal: cookies[cookieNames.refresh] }, now, witness),
  ])
  return opened.flat().filter((credential) => credential !== null)
}
