// feature: second-factor (this file)
import 'server-only'
import { randomBytes } from 'node:crypto'
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server'
import { findFactors, isProtectedBy } from '@/lib/db/second-factor/factors'
import { addPasskeyRow, type NotAdded } from '@/lib/db/second-factor/passkey-changes'
import { listCredentialIds, savePasskeyHandle } from '@/lib/db/second-factor/passkeys'
import { getProfile } from '@/lib/db/users'
import { siteName } from '@/lib/routes'
import type { Guesser, TooManyChanges } from '@/lib/server/limits/guess'
import { type FirstCodes, makeFirstCodes, openFirstCodes } from '@/lib/server/second-factor/first-codes'
import { type FactorChanged, factorChange, goOnAlone } from '@/lib/server/second-factor/go-on'
import {
  type Ceremony,
  challengeLifetime,
  findSignedChallenge,
  issueSigningChallenge,
  rpIdOf,
} from '@/lib/server/second-factor/passkey-challenges'
import {
  algorithms,
  challengeIn,
  registrationIn,
  verifyRegistration,
} from '@/lib/server/second-factor/passkey-signatures'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { getStandingAccess } from '@/lib/server/sessions/issue'
import { methods } from '@/lib/session/assurance'
import type { IssuedCookie } from '@/lib/session/cookies'

/** Passkeys that one account may have: enough for every device, and few enough for one page. */
export const mostPasskeys = 20

/** What the browser and its user need before there is a passkey. */
export interface BegunRegistration {
  /** For `navigator.credentials.create()`. */
  options: PublicKeyCredentialCreationOptionsJSON
  /** For the first factor of an account: its owner stores them before it is turned on. */
  codes: FirstCodes | null
  cookies: readonly IssuedCookie[]
}

/**
 * Begins to register a passkey for a visitor who has recently re-authenticated. The authenticator gets a random user
 * handle; the address and the name are for its own list of accounts.
 * @returns null for an account that was deleted meanwhile @throws {UnavailableError}
 */
export async function beginRegistration(
  { session: { userId } }: AllowedVisitor,
  ceremony: Ceremony,
  now: number,
): Promise<BegunRegistration | null> {
  const profile = await getProfile(userId)
  const handle = await savePasskeyHandle(userId, newHandle())
  if (!profile || !handle) return null

  const { generateRegistrationOptions } = await import('@simplewebauthn/server')
  const { value, cookie } = await issueSigningChallenge(ceremony, userId, now)
  const known = await listCredentialIds(userId)
  const options = await generateRegistrationOptions({
    ...{ rpName: siteName, rpID: rpIdOf(ceremony.origin), userID: new Uint8Array(handle) },
    ...{ userName: profile.email, userDisplayName: profile.name },
    challenge: new Uint8Array(Buffer.from(value, 'base64url')),
    timeout: challengeLifetime * 1000,
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId: id, transports }) => ({ id, transports })),
    // Discoverable, so that the user need not type an address; verified, so that it is two factors.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
  })
  const isFirst = !isProtectedBy(await findFactors(userId))
  return { options, codes: isFirst ? await makeFirstCodes(userId) : null, cookies: [cookie] }
}

/** The longest that WebAuthn allows: it names the user to authenticators, so it must not be guessed. */
const newHandle = () => new Uint8Array(randomBytes(64))

export interface PasskeyRegistration {
  /** JSON of the browser's answer. */
  registration: string
  /** The seal of the recovery codes; empty where there were none. */
  codes: string
  name: string
  ceremony: Ceremony
}

/** `refused`: not signed for a challenge of this account and browser, or its user was not verified. */
export type PasskeyAddition = FactorChanged | { outcome: NotAdded | 'refused' } | TooManyChanges

/**
 * Adds a passkey for a visitor who has recently re-authenticated. Revokes all other sessions, of every model, and rotates
 * the id of this one (ASVS 7.2.4, 7.4.3). @throws {UnavailableError} when nothing has changed
 */
export async function addPasskey(
  visitor: AllowedVisitor,
  { registration: text, codes, name, ceremony }: PasskeyRegistration,
  guesser: Guesser,
  now: number,
): Promise<PasskeyAddition> {
  const { userId } = visitor.session
  const verified = await verify(text, { userId, ceremony, now })
  if (!verified) return { outcome: 'refused' }
  const access = await getStandingAccess(visitor.credential)
  if (!access) return { outcome: 'ended' }

  const happened = {
    kind: 'passkey_added',
    event: 'passkey_added', // feature: mail
  } as const
  const { challenge, passkey } = verified
  const change = await factorChange(visitor, access, happened, guesser, now)
  if ('retryAfter' in change) return change
  const generation = await addPasskeyRow(change, {
    ...{ challenge, passkey: { ...passkey, name }, most: mostPasskeys },
    codeHashes: await openFirstCodes(userId, codes),
  })
  if (typeof generation === 'string') return { outcome: generation }

  // The authenticator has verified its user just now.
  const proven = [...visitor.session.amr, passkey.backedUp ? 'swk' : 'hwk', 'mfa']
  const amr = methods.filter((method) => proven.includes(method))
  return goOnAlone(visitor, { access: { ...access, generation }, amr }, guesser, now)
}

async function verify(text: string, of: { userId: string; ceremony: Ceremony; now: number }) {
  const { userId, ceremony, now } = of
  const registration = registrationIn(text)
  const value = registration && challengeIn(registration)
  const challenge = value ? await findSignedChallenge(ceremony, { value, userId }, now) : null
  if (!registration || !challenge) return null

  const passkey = await verifyRegistration(registration, { challenge: challenge.id, origin: ceremony.origin })
  return passkey && { challenge, passkey }
}
