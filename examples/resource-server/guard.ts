/** The guard of a resource. */

import { createMiddleware } from 'hono/factory'
import type { Claims } from './access-token'
import { presentedBy } from './bearer'
import type { Check, Way } from './check'
import { refusal } from './problem'

/** How a request was accepted, part of the answer: the example compares the two ways. */
export interface Passed {
  by: Way
  milliseconds: number
  /** ISO 8601. With the local check alone, the token is accepted until then. */
  tokenUntil: string
}

/** The values that the guard adds to the context of a resource. */
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
