import 'server-only'
import * as z from 'zod'
import { isDenied } from '@/lib/db/sessions/denied' // model: sealed
import { getStandingAccess } from '@/lib/server/sessions/access' // model: sealed
import { readBearer } from '@/lib/server/sessions/bearer/lifecycle'
import { usualStores } from '@/lib/server/sessions/stores'
import { AccessPayload, inspectAccess } from '@/lib/session/bearer/access-token'
import {
  type BearerCredential, // model: sealed
  bearerFrom,
} from '@/lib/session/bearer/credential'
import { isFresh } from '@/lib/session/deadlines'
import { askStrictly, isOutdated, isRevoked } from '@/lib/session/revocation/ask'
import { Trace } from '@/lib/session/trace'

/** RFC 7662, section 2.2. */
export const Introspection = z.discriminatedUnion('active', [
  z.object({ active: z.literal(false) }),
  z.object({ active: z.literal(true), token_type: z.literal('Bearer'), ...AccessPayload.shape }),
])
export type Introspection = z.infer<typeof Introspection>

const inactive: Introspection = { active: false }

/**
 * What another service is told about a token, strictly: the signature, then Redis, then Postgres. Tells about
 * tokens for other services too: whoever holds one can read it, and `aud` is for the service to compare.
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

  const session = await readBearer(inspected.claims, { now, trace: new Trace(), stores: usualStores() })
  if (!session) return inactive
  if (inspected.claims.span && !(await isStanding(credential))) return inactive // model: sealed
  return { active: true, token_type: 'Bearer', ...inspected.payload }
}

// model: sealed
/** There is no row that could have ended; but Postgres knows who was cut off, and which sealed sessions are over. */
async function isStanding(credential: BearerCredential): Promise<boolean> {
  return (await getStandingAccess(credential)) !== null && !(await isDenied(credential.sessionId))
}
// end
