// feature: second-factor (this file)
import 'server-only'
import { findPasskey, recordPasskeyUse } from '@/lib/db/second-factor/passkeys'
import type { AnsweredChallenge } from '@/lib/db/second-factor/spend-code'
import { type Access, getAccess } from '@/lib/db/users'
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/http/client'
import { type TooMany, takeFrom } from '@/lib/server/limits/bucket'
import { networkOf } from '@/lib/server/limits/network'
import { type Ceremony, findSignedChallenge } from '@/lib/server/second-factor/passkey-challenges'
import {
  assertionIn,
  challengeIn,
  type SignedFacts,
  verifyAssertion,
} from '@/lib/server/second-factor/passkey-signatures'
import type { Method } from '@/lib/session/assurance'
import { toDate } from '@/lib/time'

export interface PasskeyAttempt {
  /** JSON of the browser's answer. */
  assertion: string
  ceremony: Ceremony
  client: Client
  /** The only user whose passkey is accepted; null for a login, in which the passkey says who logs in. */
  owner: string | null
  /** The login whose second step this is: it is spent with the challenge of the passkey. */
  answered: AnsweredChallenge
}

export type PasskeyVerdict =
  | {
      outcome: 'proven'
      /** Read before the signature was verified. */
      access: Access
      /** RFC 8176: the key is in hardware, or a password manager has copies of it. */
      method: Extract<Method, 'hwk' | 'swk'>
    }
  | { outcome: 'wrong_passkey' }
  | TooMany

/**
 * Verifies the signature of a passkey. The answer does not say what was wrong, and an id without a passkey takes as long
 * as one with it (prevents user enumeration, ASVS 6.3.8). The authenticator has verified its user, so there are two
 * factors. @throws {UnavailableError}
 */
export async function provePasskey(attempt: PasskeyAttempt, now: number): Promise<PasskeyVerdict> {
  const place = await takeFrom([{ limit: 'passkey', of: networkOf(attempt.client.ip) }])
  if (place.outcome === 'too_many') return place

  const proof = await prove(attempt, now)
  if (proof.outcome === 'proven') {
    await place.giveBack()
    return proof
  }
  const { client, owner } = attempt
  const about = owner ?? proof.userId
  await audit({ kind: proof.kind, ...(about ? { userId: about } : {}), ...client })
  return { outcome: 'wrong_passkey' }
}

type Proven = Extract<PasskeyVerdict, { outcome: 'proven' }>
interface Refused {
  outcome: 'refused'
  kind: 'passkey_refused' | 'passkey_copied'
  /** The user of the passkey, if the signature named one. */
  userId?: string | undefined
}

async function prove(attempt: PasskeyAttempt, now: number): Promise<Proven | Refused> {
  const { ceremony, owner, answered } = attempt
  const presented = await findPresented(attempt, now)
  if (!presented) return { outcome: 'refused', kind: 'passkey_refused' }

  const { assertion, challenge } = presented
  const passkey = await findPasskey(assertion.id)
  const refused = { outcome: 'refused', kind: 'passkey_refused', userId: passkey?.userId } as const
  // Both are queried in any case, and a signature is verified.
  const access = await getAccess(passkey?.userId ?? '')
  const expected = { challenge: challenge.id, origin: ceremony.origin, publicKey: passkey?.publicKey ?? nobodysKey }
  const signed = await verifyAssertion(assertion, expected)
  if (!passkey || !access || !signed) return refused
  if (!isOf(passkey, { ...signed, handle: assertion.response.userHandle, owner })) return refused

  const used = await recordPasskeyUse({ ...signed, id: passkey.id, challenge, answered, now: toDate(now) })
  if (used === 'used') return { outcome: 'proven', access, method: signed.backedUp ? 'swk' : 'hwk' }
  return used === 'copied' ? { ...refused, kind: 'passkey_copied' } : refused
}

/** An answer to a challenge that this browser was given, still unverified. */
async function findPresented({ assertion: text, ceremony }: PasskeyAttempt, now: number) {
  const assertion = assertionIn(text)
  const value = assertion && challengeIn(assertion)
  const challenge = value ? await findSignedChallenge(ceremony, { value, userId: null }, now) : null
  return assertion && challenge ? { assertion, challenge } : null
}

interface Claims extends Pick<SignedFacts, 'deviceType'> {
  /** The user handle, which the authenticator stores with the passkey (WebAuthn, section 7.2, step 6). */
  handle: string
  owner: string | null
}

/** Whether the passkey belongs to the user whom the answer names, and to the owner where only one is accepted. */
function isOf(passkey: NonNullable<Awaited<ReturnType<typeof findPasskey>>>, claims: Claims): boolean {
  if (claims.owner !== null && passkey.userId !== claims.owner) return false
  const handle = passkey.handle && Buffer.from(passkey.handle).toString('base64url')
  return handle === claims.handle && passkey.deviceType === claims.deviceType
}

/** Dummy key, whose private half was thrown away. Verifying with it takes as long as with a real one. */
const nobodysKey = new Uint8Array(
  Buffer.from(
    'pQECAyYgASFYIJudjJO_s93URtQ8NfQLr8DM_eY6eIebU5yAUd_sJh8NIlggFdp3_8CIN6nCx_YAAi0nBXHSXxWVKnbh5SUhfXPbkdo',
    'base64url',
  ),
)
