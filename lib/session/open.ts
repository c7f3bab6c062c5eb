/**
 * From what a request presents to the one credential that counts. Runs anywhere.
 * An Authorization header decides alone; of several cookies the latest start counts.
 */

import { cookieNames } from '@/lib/session/cookies'
import type { Presented } from '@/lib/session/presented'
import { openSealed, type SealedCredential } from '@/lib/session/sealed/credential'
import { openAccess } from '@/lib/session/signed/access-token'
import { fromAccess, openSigned, type SignedCredential } from '@/lib/session/signed/credential'
import { openStored, type StoredCredential } from '@/lib/session/stored/credential'
import type { Witness } from '@/lib/session/trace'

export type OpenedCredential = SealedCredential | StoredCredential | SignedCredential

/** Why nothing was opened. `expired` and `malformed` are for bearer tokens: RFC 6750 wants their senders told apart. */
export type Stranger = 'nothing' | 'invalid' | 'expired' | 'malformed'

export type Opened = { credential: OpenedCredential } | { credential: null; stranger: Stranger }

/** @param witness told whether the bytes were known */
export async function openPresented(presented: Presented, now: number, witness?: Witness): Promise<Opened> {
  if (presented.authorization !== null) return openBearer(presented.authorization, now, witness)

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

/** RFC 6750, section 2.1: the scheme is case-insensitive, the token is one word. */
const bearer = /^Bearer +([^ ]+)$/i

async function openBearer(header: string, now: number, witness?: Witness): Promise<Opened> {
  const [, token] = bearer.exec(header) ?? []
  if (!token) return { credential: null, stranger: 'malformed' }

  const opened = await openAccess(token, now, witness)
  if (opened.outcome !== 'opened') return { credential: null, stranger: opened.outcome }
  return { credential: fromAccess(opened.claims, null) }
}
