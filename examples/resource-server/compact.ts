/** The strict compact form of a JWT. */

import { base64url } from 'jose'

const parts = /^[\w-]+\.[\w-]+\.[\w-]+$/

/** Characters: several times the issuer's longest token. A longer one is refused before any cryptography. */
const longest = 4096

/**
 * jose, like most decoders, accepts padding, white space and other trailing bits in the last character of a part. Such
 * a respelled token verifies although it is another string, which bypasses a cache or a blacklist keyed by the token's
 * text (rfc8725bis, "Check JWT Format Type").
 */
export function isCompactJwt(token: string): boolean {
  return token.length <= longest && parts.test(token) && token.split('.').every(encodesBackToItself)
}

/** No bytes have an encoding whose length is 1 modulo 4; decoders throw on it. */
function encodesBackToItself(part: string): boolean {
  return part.length % 4 !== 1 && base64url.encode(base64url.decode(part)) === part
}
