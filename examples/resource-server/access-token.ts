/** The local check: whether the issuer has signed this token, for us, and until when (RFC 9068, section 4). Sends no request. */

import { errors, type JWTPayload, jwtVerify } from 'jose'
import * as z from 'zod'
import { isCompactJwt } from './compact'
import type { Env } from './env'
import { keysOf } from './keys'
import { policy } from './policy'

const Claims = z.object({
  sub: z.string().min(1),
  /** Never a list: each recipient of such a token could use it at the others, in the user's name. */
  aud: z.string(),
  client_id: z.string().min(1),
  jti: z.string().min(1),
  iat: z.int(),
  exp: z.int(),
  scope: z.string(),
})
export type Claims = z.infer<typeof Claims>

export type Opened = { outcome: 'allowed'; claims: Claims } | { outcome: 'malformed' | 'invalid_token' | 'expired' }

/** @returns outcomes, because a token that does not verify is an everyday event. Throws `IssuerAwayError` without keys. */
export function verifierOf({ ISSUER, AUDIENCE }: Env): (token: string) => Promise<Opened> {
  const keyFor = keysOf(ISSUER)
  const profile = {
    algorithms: ['ES256'],
    typ: 'at+jwt',
    issuer: ISSUER,
    audience: AUDIENCE,
    clockTolerance: policy.clockTolerance,
    requiredClaims: Object.keys(Claims.shape),
  }

  return async (token) => {
    if (!isCompactJwt(token)) return { outcome: 'malformed' }

    return jwtVerify(token, keyFor, profile).then(({ payload }) => judge(payload), toOutcome)
  }
}

function judge(payload: JWTPayload): Opened {
  const claims = Claims.safeParse(payload).data
  return claims && !isFromTheFuture(claims) ? { outcome: 'allowed', claims } : { outcome: 'invalid_token' }
}

/** jose does not check this; such a token would live for longer than its issuer intends. */
const isFromTheFuture = ({ iat }: Claims) => iat > Date.now() / 1000 + policy.clockTolerance

function toOutcome(error: unknown): Opened {
  if (error instanceof errors.JWTExpired) return { outcome: 'expired' }
  if (error instanceof errors.JOSEError) return { outcome: 'invalid_token' }
  throw error
}
