/** Schemas for the parts that our credentials share. The content of a cookie is `unknown` until these have parsed it. */

import * as z from 'zod/mini'
import { Amr } from '@/lib/session/assurance'
import { roles } from '@/lib/session/session'

export const Instant = z.int().check(z.nonnegative())
export const Counter = z.int().check(z.nonnegative())
export const Id = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/))
export const RoleName = z.enum(roles)

/** The fields of every sealed cookie of a session. */
export const reference = {
  sessionId: Id,
  userId: Id,
  generation: Counter,
  siteGeneration: Counter,
  accessVersion: Counter,
  startedAt: Instant,
  authenticatedAt: Instant,
  amr: Amr,
  issuedAt: Instant,
  /** FRESH_SECONDS when the credential was issued. Absent in a credential of an earlier release. */
  freshFor: z.optional(z.int().check(z.positive())),
  /** Seconds: the idle timeout that the login decided. Absent in a credential of an earlier release. */
  idleFor: z.optional(z.int().check(z.positive())),
  /** Whether the browser keeps the cookie when it is closed. An earlier release knew nothing else. */
  persistent: z._default(z.boolean(), true),
  idleUntil: Instant,
  endsAt: Instant,
  lacksFactor: z.optional(z.boolean()), // feature: required-factor
}

type Reference = z.infer<z.ZodMiniObject<typeof reference>>

/** Returns the shared part alone, so that a secret or a token does not reach a place where a credential is shown or logged. */
export function referenceOf<T extends Reference>(claims: T): Reference {
  const { sessionId, userId, generation, siteGeneration, accessVersion } = claims
  const { startedAt, authenticatedAt, amr, issuedAt, persistent, idleUntil, endsAt } = claims
  return {
    ...{ sessionId, userId, generation, siteGeneration, accessVersion },
    ...{ startedAt, authenticatedAt, amr, issuedAt, persistent, idleUntil, endsAt },
  }
}
