// feature: second-factor (this file)
import 'server-only'
import * as z from 'zod/mini'
import type { NewPasskey } from '@/lib/db/second-factor/passkeys'
import { jsonIn } from '@/lib/server/http/body'
import { rpIdOf } from '@/lib/server/second-factor/passkey-challenges'

/*
 * What an authenticator has signed (WebAuthn Level 3, sections 7.1 and 7.2). The library is loaded with the first passkey:
 * most requests need none of it.
 */

/** Characters. An RSA key, or an id of the greatest length, has fewer. */
const longest = 4000

const Base64Url = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/), z.maxLength(longest))
const PublicKey = z.literal('public-key')

/** The answer of `navigator.credentials.get()`. A passkey always names its user. */
const Assertion = z.object({
  ...{ id: Base64Url, rawId: Base64Url, type: PublicKey },
  response: z.object({
    ...{ clientDataJSON: Base64Url, authenticatorData: Base64Url, signature: Base64Url, userHandle: Base64Url },
  }),
})
type Assertion = z.infer<typeof Assertion>

/** The answer of `navigator.credentials.create()`. */
const Registration = z.object({
  ...{ id: Base64Url, rawId: Base64Url, type: PublicKey },
  response: z.object({
    ...{ clientDataJSON: Base64Url, attestationObject: Base64Url },
    transports: z._default(z.array(z.string().check(z.regex(/^[a-z-]{1,20}$/))).check(z.maxLength(10)), []),
  }),
})
type Registration = z.infer<typeof Registration>

export const assertionIn = (text: string): Assertion | null => Assertion.safeParse(jsonIn(text)).data ?? null
export const registrationIn = (text: string): Registration | null => Registration.safeParse(jsonIn(text)).data ?? null

/** A page of another site that frames ours: the library accepts it where the browser does not name that site. */
const ClientData = z.object({ challenge: z.string(), crossOrigin: z.optional(z.literal(false)) })

/** The challenge that was signed, still unverified. @returns null also for a signature made in a frame of another site */
export function challengeIn({ response }: Assertion | Registration): string | null {
  const text = Buffer.from(response.clientDataJSON, 'base64url').toString('utf8')
  return ClientData.safeParse(jsonIn(text)).data?.challenge ?? null
}

interface Expected {
  challenge: string
  origin: string
}

/** What the signature covers. */
export type SignedFacts = Pick<NewPasskey, 'counter' | 'deviceType' | 'backedUp'>

/**
 * @returns null for an assertion that this key has not signed, for this challenge, this origin and its RP id, after the
 * authenticator has verified its user by a PIN or biometrics
 */
export async function verifyAssertion(
  assertion: Assertion,
  { challenge, origin, publicKey }: Expected & Pick<NewPasskey, 'publicKey'>,
): Promise<SignedFacts | null> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  try {
    const { verified, authenticationInfo: facts } = await verifyAuthenticationResponse({
      response: { ...assertion, clientExtensionResults: {} },
      ...expecting({ challenge, origin }),
      // The library compares the counter before the signature. `recordPasskeyUse` compares it afterwards, and atomically.
      credential: { id: assertion.id, publicKey, counter: 0 },
    })
    if (!verified) return null
    return { counter: facts.newCounter, deviceType: facts.credentialDeviceType, backedUp: facts.credentialBackedUp }
  } catch {
    // The library throws for every difference, with the challenge in its message: nothing of it belongs in a log.
    return null
  }
}

/** ES256, EdDSA, RS256: what every authenticator and every runtime knows. */
export const algorithms = [-7, -8, -257]

/** @returns the new passkey without a name, or null for a registration that is not for this challenge, origin and RP id */
export async function verifyRegistration(
  registration: Registration,
  expected: Expected,
): Promise<Omit<NewPasskey, 'name'> | null> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  try {
    if (await hasCertificates(registration)) return null

    const { verified, registrationInfo: facts } = await verifyRegistrationResponse({
      response: { ...registration, clientExtensionResults: {} },
      ...expecting(expected),
      supportedAlgorithmIDs: algorithms,
    })
    if (!verified || !facts) return null
    const { id: credentialId, publicKey, counter } = facts.credential
    const { credentialDeviceType: deviceType, credentialBackedUp: backedUp } = facts
    return { credentialId, publicKey, counter, transports: registration.response.transports, deviceType, backedUp }
  } catch {
    return null
  }
}

const expecting = ({ challenge, origin }: Expected) => ({
  expectedChallenge: challenge,
  expectedOrigin: origin,
  expectedRPID: rpIdOf(origin),
  requireUserVerification: true,
})

/**
 * We ask for no attestation, so a browser sends none. For a certificate the library would fetch the revocation list from
 * an address that the sender of the certificate chooses (SSRF).
 */
async function hasCertificates({ response }: Registration): Promise<boolean> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  const attestation = decodeAttestationObject(new Uint8Array(Buffer.from(response.attestationObject, 'base64url')))
  const format = attestation.get('fmt')
  return format !== 'none' && !(format === 'packed' && attestation.get('attStmt').get('x5c') === undefined)
}
