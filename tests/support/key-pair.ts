import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'

/**
 * A fresh EC key pair (P-256), written as PEM and read again. Node 20 can wait for itself forever in `export({ format: 'jwk' })` of a key
 * that it has generated: the export holds the key's mutex, a garbage collection within frees the job that made the key, and the job waits
 * for that mutex.
 */
export function newKeyPair() {
  const pair = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return { privateKey: createPrivateKey(pair.privateKey), publicKey: createPublicKey(pair.publicKey) }
}

/** A fresh private key as a JWK, without a `kid`. */
export const newJwk = () => newKeyPair().privateKey.export({ format: 'jwk' })
