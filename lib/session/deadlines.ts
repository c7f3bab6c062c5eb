/**
 * The three deadlines of a credential: revalidation interval, idle timeout, absolute timeout. Pure; `now` is always an
 * argument.
 * Nothing here may ever move `endsAt` to a later time.
 */

import { env } from '@/lib/env'
import { type Amr, levelOf } from '@/lib/session/assurance'
import type { Deadlines } from '@/lib/session/session'
import { days, hours, seconds } from '@/lib/time'

/** Leeway for clock skew between the server that issues and the server that checks. */
export const clockTolerance = seconds(5)

/**
 * Seconds, at most, for a session of level aal2, and for one that the user does not want to be kept. NIST SP 800-63B-4,
 * section 2.2.3: at AAL2, one hour without use and one day in any case.
 */
export const shortLived = { idle: hours(1), absolute: days(1) } as const

/**
 * @param idleFor seconds: the idle timeout that the session carries. Today's counts where it is shorter.
 * @returns the deadlines of a credential issued now; a new session has no `endsAt` yet and gets one.
 */
export function deadlinesFrom(
  now: number,
  endsAt = now + env().ABSOLUTE_SECONDS,
  idleFor = env().IDLE_SECONDS,
): Deadlines {
  const idleUntil = Math.min(now + Math.min(idleFor, env().IDLE_SECONDS), endsAt)
  return { freshUntil: freshUntilFrom({ issuedAt: now, idleUntil }), idleUntil, endsAt }
}

interface Issue {
  issuedAt: number
  /** Seconds; absent where the `exp` of an access token replaces it. */
  freshFor?: number | undefined
}

/**
 * The fields about freshness in a credential that is issued now. Half of the idle timeout at most: otherwise a session
 * that is in use would be over before it is due for its renewal.
 */
function issuedFrom(now: number, idleFor = env().IDLE_SECONDS) {
  const half = Math.ceil(Math.min(idleFor, env().IDLE_SECONDS) / 2)
  return { issuedAt: now, freshFor: Math.min(env().FRESH_SECONDS, half) } satisfies Issue
}

/**
 * A credential must not be fresh for longer than the denial of its session lives in Redis, which was computed from
 * FRESH_SECONDS of that time. So the lower value counts: the one at the issue, which the credential carries, or
 * today's.
 */
export function freshUntilFrom({ issuedAt, freshFor, idleUntil }: Issue & Pick<Deadlines, 'idleUntil'>): number {
  const today = env().FRESH_SECONDS
  return Math.min(issuedAt + Math.min(freshFor ?? today, today), idleUntil)
}

/** NIST SP 800-63B, section 4.1.4; ASVS 7.3.1 and 7.3.2. */
export function isOver({ idleUntil, endsAt }: Deadlines, now: number): boolean {
  return now >= idleUntil || now >= endsAt
}

/** A server whose clock is ahead issues credentials that would be fresh for longer than a denial lives: those are not fresh. */
export function isFresh({ freshUntil }: Deadlines, now: number): boolean {
  return now < freshUntil && freshUntil <= now + env().FRESH_SECONDS + clockTolerance
}

/*
 * The times in a credential that is issued now: at a login, a renewal, or a rotation of the session id. The idle timeout
 * belongs to the session: it is decided at the login, and the session carries it.
 */

interface Login {
  now: number
  amr: Amr
  persistent: boolean
  lacksFactor?: boolean | undefined // feature: required-factor
}

/** The durations of a session, in seconds. */
function longestOf({ amr, persistent }: Pick<Login, 'amr' | 'persistent'>): { idle: number; absolute: number } {
  const { IDLE_SECONDS: idle, ABSOLUTE_SECONDS: absolute } = env()
  if (persistent && levelOf(amr) === 'aal1') return { idle, absolute }
  return { idle: Math.min(idle, shortLived.idle), absolute: Math.min(absolute, shortLived.absolute) }
}

export function startedFrom(login: Login) {
  const { now, amr, persistent } = login
  const { idle: idleFor, absolute } = longestOf({ amr, persistent })
  const { idleUntil, endsAt } = deadlinesFrom(now, now + absolute, idleFor)
  const times = { ...issuedFrom(now, idleFor), idleFor, idleUntil, endsAt }
  return {
    ...{ startedAt: now, authenticatedAt: now, amr, persistent, ...times },
    lacksFactor: login.lacksFactor, // feature: required-factor
  }
}

interface Lasting {
  idleFor?: number | undefined
  endsAt: number
}

export function renewedFrom({ idleFor, endsAt }: Lasting, now: number) {
  return { ...issuedFrom(now, idleFor), idleUntil: deadlinesFrom(now, endsAt, idleFor).idleUntil }
}

interface Rotation {
  now: number
  authenticatedAt: number
  amr?: Amr | undefined
}

/** A rotation that raises the level shortens the session to the rule of that level. No rotation lengthens one. */
export function rotatedFrom(session: Lasting & Omit<Login, 'now'>, { now, authenticatedAt, ...raised }: Rotation) {
  const amr = raised.amr ?? session.amr
  const longest = longestOf({ ...session, amr })
  const idleFor = Math.min(session.idleFor ?? longest.idle, longest.idle)
  const { idleUntil, endsAt } = deadlinesFrom(now, Math.min(session.endsAt, now + longest.absolute), idleFor)
  return {
    ...{ authenticatedAt, amr, ...issuedFrom(now, idleFor), idleFor, idleUntil, endsAt },
    // feature: required-factor
    // A user who adds a factor proves it with that, so the rotation that follows drops the claim.
    lacksFactor: session.lacksFactor && levelOf(amr) === 'aal1',
    // end
  }
}
