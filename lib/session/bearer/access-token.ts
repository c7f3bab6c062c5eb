/**
 * The access token: a JWT for our own API and for other services (RFC 9068), readable by anyone who holds it.
 * Runs anywhere. Signature first, contents afterwards (RFC 8725, ASVS 9.1.1); no key, type or algorithm comes from the token.
 */

import { errors, jwtVerify, SignJWT } from 'jose'
import * as z from 'zod/mini'
import { issuer } from '@/lib/addresses'
import { env } from '@/lib/env'
import { Amr, levelOf, levels } from '@/lib/session/assurance'
import { isCompactJwt } from '@/lib/session/bearer/compact'
import { algorithm, signingKey, verifyingKey } from '@/lib/session/bearer/keys'
import { Counter, Id, Instant, RoleName } from '@/lib/session/claims'
import { clockTolerance } from '@/lib/session/deadlines'
import { permissionsOf } from '@/lib/session/permissions'
import type { Counters, Role } from '@/lib/session/session'
import type { Witness } from '@/lib/session/trace'
import { Verified } from '@/lib/session/verified'

const type = 'at+jwt'

/** The browser application itself is the client that tokens are issued to (RFC 9068, section 2.2). */
const clientId = 'web'

export const AccessPayload = z.object({
  aud: z.union([z.string(), z.array(z.string())]),
  sub: Id,
  sid: Id,
  jti: Id,
  iat: Instant,
  exp: Instant,
  auth_time: Instant,
  amr: Amr,
  /** Absent in a token of an earlier release. Follows from `amr`, so we only show it. */
  acr: z.optional(z.enum(levels)),
  scope: z.string(),
  roles: z.tuple([RoleName]),
  generation: Counter,
  site_generation: Counter,
  access_version: Counter,
  started_at: z.optional(Instant),
  ends_at: z.optional(Instant),
  lacks_factor: z.optional(z.boolean()), // feature: required-factor
})
export type AccessPayload = z.infer<typeof AccessPayload>

/** Only in a token of a sealed session, which has no row to look up and whose denial must outlast it. */
export interface Span {
  startedAt: number
  endsAt: number
}

export interface AccessClaims extends Counters {
  sessionId: string
  userId: string
  role: Role
  authenticatedAt: number
  amr: Amr
  issuedAt: number
  expiresAt: number
  span: Span | null
  lacksFactor?: boolean | undefined // feature: required-factor
}

export type OpenedAccess =
  | { outcome: 'opened'; claims: AccessClaims }
  | { outcome: 'expired' | 'invalid' | 'malformed' }

/** @param audience the service that accepts the token, or ourselves: a token is good for one service (ASVS 9.2.4) */
export async function signAccess(claims: AccessClaims, audience = issuer()): Promise<string> {
  const { kid, key } = await signingKey()
  const { span } = claims
  const payload = {
    client_id: clientId,
    sid: claims.sessionId,
    auth_time: claims.authenticatedAt,
    amr: claims.amr,
    acr: levelOf(claims.amr),
    scope: permissionsOf(claims.role).join(' '),
    roles: [claims.role],
    generation: claims.generation,
    site_generation: claims.siteGeneration,
    access_version: claims.accessVersion,
    ...(span && { started_at: span.startedAt, ends_at: span.endsAt }),
    // feature: required-factor
    // A service that verifies only the signature compares the scope.
    ...(claims.lacksFactor && { lacks_factor: true, scope: '' }),
    // end
  }
  return new SignJWT(payload)
    .setProtectedHeader({ alg: algorithm, typ: type, kid })
    .setIssuer(issuer())
    .setAudience(audience)
    .setSubject(claims.userId)
    .setJti(crypto.randomUUID())
    .setIssuedAt(claims.issuedAt)
    .setExpirationTime(claims.expiresAt)
    .sign(key)
}

const verified = new Verified<AccessClaims>()

/** Returns outcomes instead of throwing, because a token that does not verify is an everyday event. */
export async function openAccess(token: string, now: number, witness?: Witness): Promise<OpenedAccess> {
  if (!verified.knows(token) && !isCompactJwt(token)) return { outcome: 'malformed' }

  const claims = await orWord(() => verified.open(token, () => verifyAsOurs(token, now), witness))
  if (typeof claims === 'string') return { outcome: claims }
  if (!claims || isFromTheFuture(claims, now)) return { outcome: 'invalid' }
  return hasExpired(claims, now) ? { outcome: 'expired' } : { outcome: 'opened', claims }
}

async function verifyAsOurs(token: string, now: number): Promise<AccessClaims | null> {
  const payload = await verify(token, issuer(), now)
  return payload && toClaims(payload)
}

// feature: tokens
export interface InspectedAccess {
  claims: AccessClaims
  payload: AccessPayload
}

/**
 * Verifies a token of ours for any audience: for introspection and revocation, never to authenticate a request.
 * @returns null for a token that we did not issue, or that has expired
 */
export async function inspectAccess(token: string, now: number): Promise<InspectedAccess | null> {
  if (!isCompactJwt(token)) return null

  const payload = await orWord(() => verify(token, [issuer(), ...env().API_AUDIENCES], now))
  if (payload === null || typeof payload === 'string') return null

  const claims = toClaims(payload)
  return isFromTheFuture(claims, now) ? null : { claims, payload }
}

// end
async function orWord<T>(verifying: () => Promise<T>): Promise<T | 'expired' | 'invalid'> {
  try {
    return await verifying()
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired'
    if (error instanceof errors.JOSEError) return 'invalid'
    throw error
  }
}

/** @throws {errors.JOSEError} */
async function verify(token: string, audience: string | string[], now: number): Promise<AccessPayload | null> {
  const expected = { ...profile(), audience, currentDate: new Date(now * 1000) }
  const { payload } = await jwtVerify(token, keyFor, expected)
  return AccessPayload.safeParse(payload).data ?? null
}

/** jose checks `exp` only when a token is first verified; a cached one can expire since. */
const hasExpired = ({ expiresAt }: AccessClaims, now: number) => expiresAt <= now - clockTolerance

/** jose does not check this. Such a token would stay fresh for longer than the denial of its session lives in Redis. */
const isFromTheFuture = ({ issuedAt }: AccessClaims, now: number) => issuedAt > now + clockTolerance

const profile = () => ({
  algorithms: [algorithm],
  typ: type,
  issuer: issuer(),
  clockTolerance,
  requiredClaims: ['client_id', 'sid', 'jti', 'iat', 'exp', 'sub', 'auth_time'],
})

async function keyFor({ kid, crit }: { kid?: string; crit?: string[] }) {
  // We understand no critical extension, so a token with one is refused (RFC 7515, section 4.1.11).
  const key = kid && !crit ? await verifyingKey(kid) : null
  if (!key) throw new errors.JWKSNoMatchingKey()
  return key
}

function toClaims(payload: AccessPayload): AccessClaims {
  const { started_at: startedAt, ends_at: endsAt } = payload
  return {
    sessionId: payload.sid,
    userId: payload.sub,
    role: payload.roles[0],
    authenticatedAt: payload.auth_time,
    amr: payload.amr,
    issuedAt: payload.iat,
    expiresAt: payload.exp,
    generation: payload.generation,
    siteGeneration: payload.site_generation,
    accessVersion: payload.access_version,
    span: startedAt === undefined || endsAt === undefined ? null : { startedAt, endsAt },
    lacksFactor: payload.lacks_factor, // feature: required-factor
  }
}
