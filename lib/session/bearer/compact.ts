/** The strict compact form of a JWT. Runs anywhere. */

import { base64url } from 'jose'

const parts = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/

/** More than any token of ours needs, and still a cookie. A longer one is refused before any cryptography. */
const longest = 4096

/**
 * jose, like most decoders, accepts padding, white space and other trailing bits in the last character of a part. Such
 * a respelled token would verify as another string, so it is refused (rfc8725bis, "Check JWT Format Type").
 */
export function isCompactJwt(token: string): boolean {
  if (token.length > longest || !parts.test(token)) return false
  return token.split('.').every(isStrictBase64url)
}

/** Whether it encodes back to itself. No bytes have an encoding whose length is 1 modulo 4; decoders throw on it. */
export function isStrictBase64url(part: string): boolean {
  return part.length % 4 !== 1 && base64url.encode(base64url.decode(part)) === part
}
