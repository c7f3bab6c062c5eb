/**
 * From what a request presents to the one credential that counts. Runs anywhere.
 * An Authorization header decides alone; of several cookies the latest start counts.
 */

import { type BearerCredential, openBearer } from '@/lib/session/bearer/credential'
import { type Model, models } from '@/lib/session/models'
import type { Presented } from '@/lib/session/presented'
import { openSealedCookie, type SealedCredential } from '@/lib/session/sealed/credential'
import { openSignedCookies, type SignedCredential } from '@/lib/session/signed/credential'
import { openStoredCookie, type StoredCredential } from '@/lib/session/stored/credential'
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

type Opener = (cookies: Presented['cookies'], now: number, witness?: Witness) => Promise<readonly OpenedCredential[]>

/** The table of models. Its counterpart on the server is in lib/server/sessions/models.ts. */
const openers: Readonly<Record<Model, Opener>> = {
  sealed: openSealedCookie,
  stored: openStoredCookie,
  signed: openSignedCookies,
}

/** Every credential in the jar: a login and a logout end all of them. */
export async function openCookies({ cookies }: Presented, now: number, witness?: Witness): Promise<OpenedCredential[]> {
  const opened = await Promise.all(models.map((model) => openers[model](cookies, now, witness)))
  return opened.flat()
}
