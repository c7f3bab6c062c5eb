/** The one question of this service, answered in one of two ways. */

import { type Claims, type Opened, verifierOf } from './access-token'
import type { Env } from './env'
import { introspectorOf } from './introspection'

/**
 * `local`: the signature decides, nobody is asked, and a token that was revoked is accepted until it expires.
 * `introspection`: the issuer is asked as well; what was revoked is refused at once, and nothing works while the issuer is away.
 */
export type Way = 'local' | 'introspection'

export type Verdict = Opened | { outcome: 'revoked' }
export type Check = (token: string, way: Way) => Promise<Verdict>

export function checkOf(env: Env): Check {
  const verify = verifierOf(env)
  const introspect = introspectorOf(env)

  return async (token, way) => {
    // First in both ways: a forged token costs the issuer nothing.
    const opened = await verify(token)
    if (opened.outcome !== 'allowed' || way === 'local') return opened

    const answer = await introspect(token)
    if (!answer.active || answer.sub !== opened.claims.sub) return { outcome: 'revoked' }
    return { outcome: 'allowed', claims: narrowed(opened.claims, answer.scope) }
  }
}

/** What its owner may do by now counts, and never more than what the token was made for. */
function narrowed(claims: Claims, scope: string): Claims {
  const present = scope.split(' ')
  const kept = claims.scope.split(' ').filter((permission) => present.includes(permission))
  return { ...claims, scope: kept.join(' ') }
}
