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
  return { freshUntil: freshUntilFrom(now, idleUntil), idleUntil, endsAt }
}

/**
 * Computed from the moment of issue and today's policy, not carried in the credential: when FRESH_SECONDS is lowered,
 * denials are remembered for less time, and no credential may be believed longer than a denial lives.
 */
export function freshUntilFrom(issuedAt: number, idleUntil: number): number {
  return Math.min(issuedAt + env().FRESH_SECONDS, idleUntil)
}

/** NIST SP 800-63B, section 4.1.4; ASVS 7.3.1 and 7.3.2. */
export function isOver({ idleUntil, endsAt }: Deadlines, now: number): boolean {
  return now >= idleUntil || now >= endsAt
}

/** A server whose clock runs ahead issues what would be fresh for longer than a denial lives: that is not fresh. */
export function isFresh({ freshUntil }: Deadlines, now: number): boolean {
  return now < freshUntil && freshUntil <= now + env().FRESH_SECONDS + clockTolerance
}
