// feature: mail (this file)
import 'server-only'
import { getAddress } from '@/lib/db/mail/addresses'
import { newSecret } from '@/lib/ids'
import type { TooMany } from '@/lib/server/limits/bucket'
import { type Guesser, takeAccountLink } from '@/lib/server/limits/guess'
import { queueLetter } from '@/lib/server/mail/outbox'
import { isMailOn } from '@/lib/server/mail/smtp'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { days } from '@/lib/time'

/** How long an account may exist without a verified address. The purge deletes it afterwards. Seconds. */
export const unverifiedLifetime = days(7)

/** What /account shows about the address. `deletedAfter`: null when the account stays without a verified address too. */
export type AddressState = { isVerified: true } | { isVerified: false; deletedAfter: Date | null }

/** @returns null where the application sends no mail: then no address can be verified or changed */
export async function getAddressState(userId: string): Promise<AddressState | null> {
  const found = isMailOn() ? await getAddress(userId) : null
  if (!found) return null
  if (found.emailVerifiedAt) return { isVerified: true }

  const end = new Date(found.createdAt.getTime() + unverifiedLifetime * 1000)
  return { isVerified: false, deletedAfter: found.mustVerify ? end : null }
}

/** `off`: this application has no mail server. `ended`: the account is disabled or deleted. */
export type VerificationRequest = { outcome: 'asked' | 'off' | 'verified' | 'ended' } | TooMany

/** `same`: the account has this address. */
export type AddressChangeRequest =
  | { outcome: 'asked' | 'off' | 'same' | 'ended' }
  | { outcome: 'too_many_links'; retryAfter: number }

type By = Pick<Guesser, 'client'>

/** Sends a further link that verifies the address of the visitor's account. @throws {UnavailableError} */
export async function requestVerification({ session }: AllowedVisitor, { client }: By): Promise<VerificationRequest> {
  if (!isMailOn()) return { outcome: 'off' }

  const { userId } = session
  const found = await getAddress(userId)
  if (!found) return { outcome: 'ended' }
  if (found.emailVerifiedAt) return { outcome: 'verified' }

  const place = await takeAccountLink(userId, client)
  if (place.outcome === 'too_many') return place

  await queueLetter({ kind: 'verify', userId, code: newSecret(), ...client })
  return { outcome: 'asked' }
}

/**
 * Sends a link to the new address of the visitor's account, which changes it. The answer is the same for an address that
 * another account has: only the sender looks for that account, and writes to its owner (ASVS 6.3.8). The caller has made
 * sure of a recent re-authentication (ASVS 7.5.1). @param email normalised @throws {UnavailableError}
 */
export async function requestAddressChange(
  { session, credential }: AllowedVisitor,
  email: string,
  { client }: By,
): Promise<AddressChangeRequest> {
  if (!isMailOn()) return { outcome: 'off' }

  const { userId } = session
  const found = await getAddress(userId)
  if (!found) return { outcome: 'ended' }
  if (found.email === email) return { outcome: 'same' }

  const place = await takeAccountLink(userId, client, email)
  if (place.outcome === 'too_many') return { ...place, outcome: 'too_many_links' }

  // The visitor's, not the user's: if all sessions have been revoked since the check, the link is useless.
  const { generation } = credential
  await queueLetter({ kind: 'change', userId, to: email, generation, code: newSecret(), ...client })
  return { outcome: 'asked' }
}
