/** The issuer's public keys: fetched when the first token arrives, and again when a token names an unknown key. */

import { createRemoteJWKSet, customFetch, errors, type FetchImplementation, type JWTVerifyGetKey } from 'jose'
import { IssuerAwayError } from './issuer-away'
import { policy, toMilliseconds } from './policy'

/**
 * Follows the issuer's key rotation without a restart. Keys come from this one address: `kid` only selects among them,
 * and other key parameters in the header (`jwk`, `jku`, `x5c`, `x5u`) are ignored (RFC 8725, section 3.10).
 */
export function keysOf(issuer: string): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', issuer), {
    cooldownDuration: toMilliseconds(policy.keysCooldown),
    cacheMaxAge: toMilliseconds(policy.keysLifetime),
    timeoutDuration: toMilliseconds(policy.patience),
    [customFetch]: withPauses(),
  })

  return async (header, token) => {
    // We understand no critical extension, so a token with one is refused (RFC 7515, section 4.1.11).
    if (typeof header.kid !== 'string' || header.crit) throw new errors.JWKSNoMatchingKey()
    try {
      return await keys(header, token)
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) throw error
      throw new IssuerAwayError('keys', error)
    }
  }
}

/** jose's cooldown begins when keys have arrived. Until then, every forged `kid` would cause a request to the issuer. */
function withPauses(): FetchImplementation {
  let nextAt = 0
  return async (url, options) => {
    if (Date.now() < nextAt) throw new Error('the last request for keys failed a moment ago')
    nextAt = Date.now() + toMilliseconds(policy.pause)
    return fetch(url, options)
  }
}
