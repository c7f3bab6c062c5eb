/** What stands in front of a resource. */

import { createMiddleware } from 'hono/factory'
import type { Claims } from './access-token'
import { presentedBy } from './bearer'
import type { Check, Way } from './check'
import { refusal } from './problem'

/** How a request got in, told to whoever asked: the two ways are here to be compared. */
export interface Passed {
  by: Way
  milliseconds: number
  /** ISO 8601. By the local check alone, nothing ends the token earlier. */
  tokenUntil: string
}

/** What a resource finds in its context behind the guard. */
export interface Guarded {
  Variables: { claims: Claims; passed: Passed }
}

export function guard(check: Check, { way, scope }: { way: Way; scope: string }) {
  return createMiddleware<Guarded>(async (c, next) => {
    const presented = presentedBy(c.req.header('authorization'), new URL(c.req.url).searchParams)
    if (presented.outcome !== 'token') return refusal(presented.outcome, scope)

    const start = performance.now()
    const verdict = await check(presented.token, way)
    const milliseconds = Math.round((performance.now() - start) * 100) / 100
    if (verdict.outcome !== 'allowed') return refusal(verdict.outcome, scope)

    const { claims } = verdict
    if (!claims.scope.split(' ').includes(scope)) return refusal('insufficient_scope', scope)

    c.set('claims', claims)
    c.set('passed', { by: way, milliseconds, tokenUntil: new Date(claims.exp * 1000).toISOString() })
    return next()
  })
}
