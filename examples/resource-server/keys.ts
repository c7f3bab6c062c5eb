/** The issuer's public keys: fetched when the first token comes, and again when one names a key that we do not know. */

import { createRemoteJWKSet, customFetch, errors, type FetchImplementation, type JWTVerifyGetKey } from 'jose'
import { IssuerAwayError } from './issuer-away'
import { policy, toMilliseconds } from './policy'

/**
 * Follows the issuer's key rotation without a restart. Keys come from this one address: `kid` only selects among them, and
 * whatever else a header brings or names (`jwk`, `jku`, `x5c`, `x5u`) is not looked at (RFC 8725, section 3.10).
 */
export function keysOf(issuer: string): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', issuer), {
    cooldownDuration: toMilliseconds(policy.keysCooldown),
    cacheMaxAge: toMilliseconds(policy.keysLifetime),
    timeoutDuration: toMilliseconds(policy.patience),
    [customFetch]: withPauses(),
  })

  return async (header, token) => {
    // We understand no critical extension, so none may be passed over (RFC 7515, section 4.1.11).
    if (typeof header.kid !== 'string' || header.crit) throw new errors.JWKSNoMatchingKey()
    try {
      return await keys(header, token)
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) throw error
      throw new IssuerAwayError('keys', error)
    }
  }
}

/** jose's cooldown begins when keys have arrived. While none arrive, every forged `kid` would cost the issuer a request. */
function withPauses(): FetchImplementation {
  let nextAt = 0
  return async (url, options) => {
    if (Date.now() < nextAt) throw new Error('asked a moment ago')
    nextAt = Date.now() + toMilliseconds(policy.pause)
    return fetch(url, options)
  }
}
