/** The strict compact form of a JWT. Runs anywhere. */

import { base64url } from 'jose'

const parts = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/

/** Longer than any token of ours, and still a cookie: what is larger is refused before a key is touched. */
const longest = 4096

/**
 * jose, like most decoders, also takes a token with padding, white space or other trailing bits in a part's last
 * character. Such a respelling would verify and yet be another string, so it is refused here
 * (rfc8725bis, "Check JWT Format Type").
 */
export function isCompactJwt(token: string): boolean {
  if (token.length > longest || !parts.test(token)) return false
  return token.split('.').every(encodesBackToItself)
}

/** No bytes have an encoding whose length is 1 modulo 4; decoders throw on it. */
function encodesBackToItself(part: string): boolean {
  return part.length % 4 !== 1 && base64url.encode(base64url.decode(part)) === part
}
