import 'server-only'
import { hash as hashOnce, randomBytes, timingSafeEqual } from 'node:crypto'

/** Public: it names a session in rows, denials and logs, and is no credential. 128 bits (ASVS 7.2.3). */
export const newId = () => randomBytes(16).toString('base64url')

/** A secret of 256 bits. Only its SHA-256 is stored: it cannot be guessed, so it needs no slow hash. */
export const newSecret = () => randomBytes(32).toString('base64url')

export function sha256(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hashOnce('sha256', secret, 'buffer'))
}

export function isHashOf(hash: Uint8Array, secret: string): boolean {
  return timingSafeEqual(hash, sha256(secret))
}
