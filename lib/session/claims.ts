/** The parts that our credentials share, as schemas: whatever comes out of a cookie is `unknown` until these say otherwise. */

import * as z from 'zod/mini'
import { roles } from '@/lib/session/session'

export const Instant = z.int().check(z.nonnegative())
export const Counter = z.int().check(z.nonnegative())
export const Id = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/))
export const RoleName = z.enum(roles)

/** What every seal of a session carries. */
export const reference = {
  sessionId: Id,
  userId: Id,
  generation: Counter,
  siteGeneration: Counter,
  accessVersion: Counter,
  startedAt: Instant,
  authenticatedAt: Instant,
  issuedAt: Instant,
  /** FRESH_SECONDS at that moment. What an earlier release has sealed says nothing about it. */
  freshFor: z.optional(z.int().check(z.positive())),
  idleUntil: Instant,
  endsAt: Instant,
}

type Reference = z.infer<z.ZodMiniObject<typeof reference>>

/** The shared part alone: a secret or a token must not ride along to wherever a credential is shown or logged. */
export function referenceOf<T extends Reference>(claims: T): Reference {
  const { sessionId, userId, generation, siteGeneration, accessVersion } = claims
  const { startedAt, authenticatedAt, issuedAt, idleUntil, endsAt } = claims
  return {
    ...{ sessionId, userId, generation, siteGeneration, accessVersion },
    ...{ startedAt, authenticatedAt, issuedAt, idleUntil, endsAt },
  }
}
