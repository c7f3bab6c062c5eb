import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  type KeyPairKeyObjectResult,
  sign,
} from 'node:crypto'
import type { Sign } from '@/tests/unit/support/forge-token'

const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const secp256k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ed25519 = generateKeyPairSync('ed25519')

const ecdsa =
  (hash: string, { privateKey: key }: KeyPairKeyObjectResult): Sign =>
  (input) =>
    sign(hash, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })

export const hmac =
  (hash: string, secret: string | Uint8Array): Sign =>
  (input) =>
    createHmac(hash, secret).update(input).digest()

/** Algorithms under these names, and under ours. */
export const families: Readonly<Record<string, Sign>> = {
  ES384: ecdsa('sha384', p384),
  ES512: ecdsa('sha512', p384),
  ES256K: ecdsa('sha256', secp256k1),
  RS256: (input) => sign('sha256', Buffer.from(input), rsa.privateKey),
  PS256: (input) => sign('sha256', Buffer.from(input), { key: rsa.privateKey, padding: 6, saltLength: 32 }),
  EdDSA: (input) => sign(null, Buffer.from(input), ed25519.privateKey),
  Ed25519: (input) => sign(null, Buffer.from(input), ed25519.privateKey),
}

/** Every encoding of the public key that a library may accept as a secret. */
export function publicSpellings(key: KeyObject, kid: string): Readonly<Record<string, string | Uint8Array>> {
  const publicKey = createPublicKey(key)
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const { kty, crv, x = '', y = '' }: JsonWebKey = publicKey.export({ format: 'jwk' })
  const published = { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' }
  return {
    PEM: pem,
    'PEM in one line': pem.replaceAll('\n', ''),
    'PEM with CRLF': pem.replaceAll('\n', '\r\n'),
    DER: publicKey.export({ type: 'spki', format: 'der' }),
    'DER in base64': publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    JWK: JSON.stringify({ kty, crv, x, y }),
    'JWK as published': JSON.stringify(published),
    'JWK set': JSON.stringify({ keys: [published] }),
    x,
    'x and y': Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]),
    'x and y, as a point': Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]),
    kid,
    nothing: '',
  }
}
