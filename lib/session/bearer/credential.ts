/**
 * The access token as a credential of its own kind, presented without cookies, for a session of any model. Runs
 * anywhere.
 * It cannot be renewed: it ends when no server of ours would verify it, clock skew included.
 */

import { type AccessClaims, type OpenedAccess, openAccess } from '@/lib/session/bearer/access-token'
import { clockTolerance, freshUntilFrom } from '@/lib/session/deadlines'
import type { Credential } from '@/lib/session/session'
import type { Witness } from '@/lib/session/trace'

export interface BearerCredential extends Credential {
  model: 'bearer'
  access: AccessClaims
}

/** RFC 6750, section 2.1: the scheme is case-insensitive, the token is one word. */
const bearer = /^Bearer +([^ ]+)$/i

type Refusal = Exclude<OpenedAccess['outcome'], 'opened'>

/** @param header the value of Authorization, of which the scheme is Bearer. @returns the reason when nothing was opened */
export async function openBearer(header: string, now: number, witness?: Witness): Promise<BearerCredential | Refusal> {
  const [, token] = bearer.exec(header) ?? []
  if (!token) return 'malformed'

  const opened = await openAccess(token, now, witness)
  return opened.outcome === 'opened' ? bearerFrom(opened.claims) : opened.outcome
}

export function bearerFrom(access: AccessClaims): BearerCredential {
  const last = access.expiresAt + clockTolerance
  return {
    model: 'bearer',
    sessionId: access.sessionId,
    userId: access.userId,
    generation: access.generation,
    siteGeneration: access.siteGeneration,
    accessVersion: access.accessVersion,
    startedAt: access.span?.startedAt ?? access.authenticatedAt,
    freshUntil: Math.min(access.expiresAt, freshUntilFrom({ issuedAt: access.issuedAt, idleUntil: last })),
    idleUntil: last,
    endsAt: last,
    access,
  }
}
