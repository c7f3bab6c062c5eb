import 'server-only'
import * as z from 'zod'
import { isOwnOrigin } from '@/lib/addresses'
import { isDenied } from '@/lib/db/sessions/denied' // model: sealed
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'
import { isHashOf, sha256 } from '@/lib/ids'
import { logFailure } from '@/lib/log'
import { readForm } from '@/lib/server/http/body'
import { senderOf } from '@/lib/server/http/client'
import { notStored, oauthError } from '@/lib/server/http/oauth-error'
import { problem } from '@/lib/server/http/problem'
import { takeFrom } from '@/lib/server/limits/bucket'
import { networkOf } from '@/lib/server/limits/network'
import { readBearer } from '@/lib/server/sessions/bearer/lifecycle'
import { getStandingAccess } from '@/lib/server/sessions/issue' // model: sealed
import { usualStores } from '@/lib/server/sessions/lifecycle'
import { AccessPayload, inspectAccess } from '@/lib/session/bearer/access-token'
import {
  type BearerCredential, // model: sealed
  bearerFrom,
} from '@/lib/session/bearer/credential'
import { isFresh } from '@/lib/session/deadlines'
import { askStrictly, isOutdated, isRevoked } from '@/lib/session/revocation/ask'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'

/** RFC 7662, for the registered resource server alone: 401 for every other caller, 503 when a store is unavailable. */
export async function answerIntrospection(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return problem('cross_site')

  try {
    return isResourceServer(request.headers.get('authorization')) ? await introspect(request) : await refuse(request)
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('introspection_unavailable', error)
    return problem('unavailable', notStored)
  }
}

async function introspect(request: Request): Promise<Response> {
  const token = (await readForm(request))?.get('token')
  if (!token) return oauthError('invalid_request', 'send a form with one token')

  return Response.json(await introspectToken(token, nowInSeconds()), { headers: notStored })
}

/** Counts only failures: the right secret is accepted, however often others have failed. */
async function refuse({ headers }: Request): Promise<Response> {
  const taken = await takeFrom([{ limit: 'clientSecret', of: networkOf(senderOf(headers).ip) }])
  if (taken.outcome === 'too_many') return problem('too_many', { 'Retry-After': String(taken.retryAfter) })

  return oauthError('invalid_client', 'authenticate as a resource server, with Basic', {
    'WWW-Authenticate': 'Basic realm="introspection", charset="UTF-8"',
  })
}

/**
 * Whether an Authorization header is that of the registered resource server: Basic, with id and secret encoded as in a
 * form (RFC 6749, section 2.3.1). Hashed first, so that the comparison takes the same time at any length.
 */
export function isResourceServer(authorization: string | null): boolean {
  const { RESOURCE_SERVER_ID: id, RESOURCE_SERVER_SECRET: secret } = env()
  const presented = basicCredentials(authorization)
  return (
    id !== undefined && secret !== undefined && presented !== null && isHashOf(sha256(`${id}:${secret}`), presented)
  )
}

/** @returns null for a header that is not Basic (RFC 7617, section 2) */
function basicCredentials(authorization: string | null): string | null {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization ?? '') ?? []
  const decoded = Buffer.from(encoded ?? '', 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  if (colon === -1) return null

  return `${decodeForm(decoded.slice(0, colon))}:${decodeForm(decoded.slice(colon + 1))}`
}

const decodeForm = (encoded: string) =>
  new URLSearchParams(`value=${encoded.replaceAll('&', '%26')}`).get('value') ?? ''

/** RFC 7662, section 2.2. */
export const Introspection = z.discriminatedUnion('active', [
  z.object({ active: z.literal(false) }),
  z.object({ active: z.literal(true), token_type: z.literal('Bearer'), ...AccessPayload.shape }),
])
export type Introspection = z.infer<typeof Introspection>

const inactive: Introspection = { active: false }

/**
 * Introspects a token, strictly: the signature, then Redis, then Postgres. Also for tokens of other services: their
 * holder can read them anyway, and the service compares `aud`.
 * @throws {UnavailableError}
 */
export async function introspectToken(token: string, now: number): Promise<Introspection> {
  const inspected = await inspectAccess(token, now)
  if (!inspected) return inactive

  const credential = bearerFrom(inspected.claims)
  const { sessionId, userId } = credential
  const revocations = await askStrictly({ sessionId, userId, copyKey: null })
  if (isRevoked(credential, revocations) || isOutdated(credential, revocations)) return inactive
  if (!isFresh(credential, now)) return inactive

  // model: stored, signed
  const session = await readBearer(inspected.claims, { now, trace: new Trace(), stores: usualStores() })
  // end, otherwise: const session = await readBearer(inspected.claims)
  if (!session) return inactive
  if (session.lacksFactor) return inactive // feature: required-factor
  if (inspected.claims.span && !(await isStanding(credential))) return inactive // model: sealed
  return { active: true, token_type: 'Bearer', ...inspected.payload }
}

// model: sealed
/** There is no row that could have ended; but Postgres knows whose sessions were revoked, and which sealed sessions are over. */
async function isStanding(credential: BearerCredential): Promise<boolean> {
  return (await getStandingAccess(credential)) !== null && !(await isDenied(credential.sessionId))
}
// end
