/** Checks a token in one of two ways. */

import { type Claims, type Opened, verifierOf } from './access-token'
import type { Env } from './env'
import { introspectorOf } from './introspection'

/**
 * `local`: the signature decides, without a request, and a revoked token is accepted until it expires.
 * `introspection`: the issuer is asked too; a revoked token is refused at once, and in an outage of the issuer every
 * token.
 */
export type Way = 'local' | 'introspection'

export type Verdict = Opened | { outcome: 'revoked' }
export type Check = (token: string, way: Way) => Promise<Verdict>

export function checkOf(env: Env): Check {
  const verify = verifierOf(env)
  const introspect = introspectorOf(env)

  return async (token, way) => {
    // First in both ways: a forged token causes no request to the issuer.
    const opened = await verify(token)
    if (opened.outcome !== 'allowed' || way === 'local') return opened

    const answer = await introspect(token)
    if (!answer.active || answer.sub !== opened.claims.sub) return { outcome: 'revoked' }
    return { outcome: 'allowed', claims: narrowed(opened.claims, answer.scope) }
  }
}

/** The scope of the user's current role counts, but never more than the scope of the token. */
function narrowed(claims: Claims, scope: string): Claims {
  const present = scope.split(' ')
  const kept = claims.scope.split(' ').filter((permission) => present.includes(permission))
  return { ...claims, scope: kept.join(' ') }
}
