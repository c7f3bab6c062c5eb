/**
 * The access token: a JWT for our own API and for other services (RFC 9068), readable by anyone who holds it.
 * Runs anywhere. Signature first, contents afterwards (RFC 8725, ASVS 9.1.1); no key, type or algorithm comes from the token.
 */

import { errors, jwtVerify, SignJWT } from 'jose'
import * as z from 'zod/mini'
import { issuer } from '@/lib/origins'
import { Counter, Id, Instant, RoleName } from '@/lib/session/claims'
import { clockTolerance } from '@/lib/session/deadlines'
import { permissionsOf } from '@/lib/session/permissions'
import type { Counters, Role } from '@/lib/session/session'
import { isCompactJwt } from '@/lib/session/signed/compact'
import { algorithm, signingKey, verifyingKey } from '@/lib/session/signed/keys'
import { Verified } from '@/lib/session/verified'

const type = 'at+jwt'

/** The browser application itself is the client that tokens are issued to (RFC 9068, section 2.2). */
const clientId = 'web'

const Payload = z.object({
  sub: Id,
  sid: Id,
  jti: Id,
  iat: Instant,
  exp: Instant,
  auth_time: Instant,
  scope: z.string(),
  roles: z.tuple([RoleName]),
  generation: Counter,
  site_generation: Counter,
  access_version: Counter,
})

export interface AccessClaims extends Counters {
  sessionId: string
  userId: string
  role: Role
  authenticatedAt: number
  issuedAt: number
  expiresAt: number
}

export type OpenedAccess =
  | { outcome: 'opened'; claims: AccessClaims }
  | { outcome: 'expired' | 'invalid' | 'malformed' }

export async function signAccess(claims: AccessClaims): Promise<string> {
  const { kid, key } = await signingKey()
  const payload = {
    client_id: clientId,
    sid: claims.sessionId,
    auth_time: claims.authenticatedAt,
    scope: permissionsOf(claims.role).join(' '),
    roles: [claims.role],
    generation: claims.generation,
    site_generation: claims.siteGeneration,
    access_version: claims.accessVersion,
  }
  return new SignJWT(payload)
    .setProtectedHeader({ alg: algorithm, typ: type, kid })
    .setIssuer(issuer())
    .setAudience(issuer())
    .setSubject(claims.userId)
    .setJti(crypto.randomUUID())
    .setIssuedAt(claims.issuedAt)
    .setExpirationTime(claims.expiresAt)
    .sign(key)
}

const verified = new Verified<AccessClaims>()

/** Words, not exceptions: a token that does not verify is an everyday event. */
export async function openAccess(token: string, now: number): Promise<OpenedAccess> {
  if (!verified.knows(token) && !isCompactJwt(token)) return { outcome: 'malformed' }

  try {
    const claims = await verified.open(token, () => verify(token, now))
    if (!claims || isFromTheFuture(claims, now)) return { outcome: 'invalid' }
    return hasExpired(claims, now) ? { outcome: 'expired' } : { outcome: 'opened', claims }
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { outcome: 'expired' }
    if (error instanceof errors.JOSEError) return { outcome: 'invalid' }
    throw error
  }
}

/** @throws {errors.JOSEError} */
async function verify(token: string, now: number): Promise<AccessClaims | null> {
  const { payload } = await jwtVerify(token, keyFor, { ...profile(), currentDate: new Date(now * 1000) })
  const parsed = Payload.safeParse(payload)
  return parsed.success ? toClaims(parsed.data) : null
}

/** jose has asked the first time, and a token grows older. */
const hasExpired = ({ expiresAt }: AccessClaims, now: number) => expiresAt <= now - clockTolerance

/** jose leaves this to us; such a token would be believed for longer than a denial is remembered. */
const isFromTheFuture = ({ issuedAt }: AccessClaims, now: number) => issuedAt > now + clockTolerance

const profile = () => ({
  algorithms: [algorithm],
  typ: type,
  issuer: issuer(),
  audience: issuer(),
  clockTolerance,
  requiredClaims: ['client_id', 'sid', 'jti', 'iat', 'exp', 'sub', 'auth_time'],
})

async function keyFor({ kid, crit }: { kid?: string; crit?: string[] }) {
  // We understand no critical extension, so none may be passed over (RFC 7515, section 4.1.11).
  const key = kid && !crit ? await verifyingKey(kid) : null
  if (!key) throw new errors.JWKSNoMatchingKey()
  return key
}

function toClaims(payload: z.infer<typeof Payload>): AccessClaims {
  return {
    sessionId: payload.sid,
    userId: payload.sub,
    role: payload.roles[0],
    authenticatedAt: payload.auth_time,
    issuedAt: payload.iat,
    expiresAt: payload.exp,
    generation: payload.generation,
    siteGeneration: payload.site_generation,
    accessVersion: payload.access_version,
  }
}
