import 'server-only'
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Public: it names a session in rows, denials and logs, and proves nothing. 128 bits (ASVS 7.2.3). */
export const newId = () => randomBytes(16).toString('base64url')

/** 256 bits that prove something. Only their SHA-256 is kept: they need no slow hash, nobody can guess them. */
export const newSecret = () => randomBytes(32).toString('base64url')

export function sha256(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret).digest())
}

export function isHashOf(hash: Uint8Array, secret: string): boolean {
  return timingSafeEqual(hash, sha256(secret))
}
