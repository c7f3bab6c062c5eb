/**
 * Fresh, idle, absolute: when a credential stops being believed. Pure; `now` is always an argument.
 * Nothing here may ever move `endsAt`.
 */

import { env } from '@/lib/env'
import type { Deadlines } from '@/lib/session/session'
import { seconds } from '@/lib/time'

/** For clocks that differ between the one who issues and the one who checks. */
export const clockTolerance = seconds(5)

/** @returns the deadlines of a credential issued now; a new session has no `endsAt` yet and gets one. */
export function deadlinesFrom(now: number, endsAt = now + env().ABSOLUTE_SECONDS): Deadlines {
  const idleUntil = Math.min(now + env().IDLE_SECONDS, endsAt)
  return { freshUntil: freshUntilFrom({ issuedAt: now, idleUntil }), idleUntil, endsAt }
}

interface Issue {
  issuedAt: number
  /** Seconds; absent where an access token's `exp` says it. */
  freshFor?: number | undefined
}

/** What a credential that is issued now carries about it. */
export const issuedFrom = (now: number) => ({ issuedAt: now, freshFor: env().FRESH_SECONDS }) satisfies Issue

/**
 * No credential may be believed for longer than a denial of it is remembered, and that was written under the policy of its
 * day. So both count: the policy at the issue, which it carries, when FRESH_SECONDS has been raised since, and today's when
 * it has been lowered.
 */
export function freshUntilFrom({ issuedAt, freshFor, idleUntil }: Issue & Pick<Deadlines, 'idleUntil'>): number {
  const today = env().FRESH_SECONDS
  return Math.min(issuedAt + Math.min(freshFor ?? today, today), idleUntil)
}

/** NIST SP 800-63B, section 4.1.4; ASVS 7.3.1 and 7.3.2. */
export function isOver({ idleUntil, endsAt }: Deadlines, now: number): boolean {
  return now >= idleUntil || now >= endsAt
}

/** A server whose clock runs ahead issues what would be fresh for longer than a denial lives: that is not fresh. */
export function isFresh({ freshUntil }: Deadlines, now: number): boolean {
  return now < freshUntil && freshUntil <= now + env().FRESH_SECONDS + clockTolerance
}
