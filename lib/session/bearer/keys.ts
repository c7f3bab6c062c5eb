/** The signing keys, imported once per process. Runs anywhere. The first key signs, all keys verify. */

import { importJWK } from 'jose'
import { env } from '@/lib/env'
import type { PrivateJwk } from '@/lib/env-keys'

export const algorithm = 'ES256' as const

/** Verification gets only the public half, so that no verifying code could ever sign. */
const publicHalf = ({ kty, crv, x, y, kid }: PrivateJwk) => ({ kty, crv, x, y, kid })

/** The public keys that verify our tokens, as a JWK set (RFC 7517, section 5). */
export function publicKeys() {
  return { keys: env().JWT_KEYS.keys.map((jwk) => ({ ...publicHalf(jwk), alg: algorithm, use: 'sig' as const })) }
}

let signing: Promise<CryptoKey | Uint8Array> | undefined
const verifying = new Map<string, Promise<CryptoKey | Uint8Array>>()

export async function signingKey() {
  const [jwk] = env().JWT_KEYS.keys
  if (!jwk) throw new Error('JWT_KEYS is empty')

  signing ??= importJWK(jwk, algorithm)
  return { kid: jwk.kid, key: await signing }
}

/** `kid` only selects among our own keys; it is never used as a URL or a path (ASVS 9.1.3). */
export async function verifyingKey(kid: string) {
  const jwk = env().JWT_KEYS.keys.find((key) => key.kid === kid)
  if (!jwk) return null

  const known = verifying.get(kid) ?? importJWK(publicHalf(jwk), algorithm)
  verifying.set(kid, known)
  return known
}
