import 'server-only'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { findEndReason } from '@/lib/db/sessions/end' // model: stored, signed
import { orUnavailable } from '@/lib/server/or-unavailable' // model: stored, signed
import { type AllowedVisitor, checkVisitor } from '@/lib/server/sessions/check-visitor'
import type { DataChange } from '@/lib/server/sessions/lifecycle'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { deviceCookie, type IssuedCookie, nameInHttp, putCookies } from '@/lib/session/cookies'
import { openPresented } from '@/lib/session/open' // model: stored, signed
import { type Presented, presentedBy } from '@/lib/session/presented'
import { configuredMode, type Mode } from '@/lib/session/revocation/modes'
import { noData, type SessionData } from '@/lib/session/session-data'
import { type CheckReport, readTrace, Trace, traceHeader } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'

/**
 * The check of the page or action that runs now, made once per request for all components. It never renews: a page
 * cannot set cookies, and the cookies of an action's answer may be discarded.
 */
export const currentCheck = (check?: 'strict') => checkOnce(check ?? configuredMode())

const checkOnce = cache(async (mode: Mode) => {
  const trace = new Trace()
  const now = nowInSeconds()
  const presented = presentedBy(await headers(), await cookies())
  const visitor = await checkVisitor(presented, { now, trace, mode, renewFor: null })
  return { visitor, now, report: trace.report(visitor.verdict) }
})

/** The unopened credentials of the request that runs now: a login replaces all of them, and a logout ends all of them. */
export async function currentlyPresented(): Promise<Presented> {
  return presentedBy(await headers(), await cookies())
}

/** The device cookie, unopened: the rate limits open it. */
export async function currentDevice(): Promise<string | null> {
  return (await cookies()).get(nameInHttp(deviceCookie))?.value ?? null
}

/** Only from an action or a route handler: Next throws anywhere else. */
export async function setCookies(issued: readonly IssuedCookie[]): Promise<void> {
  putCookies(await cookies(), issued)
}

export interface CheckTrace {
  /** Null when the edge did not check. Only shown, never trusted. */
  edge: CheckReport | null
  server: CheckReport
}

export async function getCheckTrace(): Promise<CheckTrace> {
  const { report } = await currentCheck()
  return { edge: await getEdgeTrace(), server: report }
}

export async function getEdgeTrace(): Promise<CheckReport | null> {
  return readTrace((await headers()).get(traceHeader))
}

/** @returns the session data of the visitor who is logged in now; empty for an unauthenticated request */
export async function getSessionData(): Promise<SessionData> {
  const { visitor, now } = await currentCheck()
  const data =
    visitor.verdict === 'allowed' ? await lifecycleOf(visitor.credential).readData(visitor.credential, now) : null
  return data ?? noData
}

/**
 * Only from an action or a route handler: it may set a cookie.
 * @returns `ended` when the session ended meanwhile: nothing was written, and the session stays ended
 * @throws {UnavailableError}
 */
export async function changeSessionData(
  { credential }: AllowedVisitor,
  change: DataChange,
): Promise<'saved' | 'ended' | 'too_large'> {
  const changed = await lifecycleOf(credential).changeData(credential, change, nowInSeconds())
  if (typeof changed === 'string') return changed

  await setCookies(changed.cookies)
  return 'saved'
}

/** How the session of the presented credential ended. */
export type End = 'expired' | 'logout' | 'replaced' | 'evicted' | 'revoked'

/**
 * Finds how the visitor's session ended, by the credential that the visitor still presents. The credential is
 * authentic, so others learn nothing, and nothing is read from the URL.
 * @returns null for an alive session, for a request without a credential of ours, and when a store is unavailable
 */
export async function findEnd(): Promise<End | null> {
  const check = await currentCheck()
  const { visitor } = check
  if (visitor.verdict === 'anonymous') return visitor.stranger === 'expired' ? 'expired' : null
  if (visitor.verdict !== 'revoked') return null

  // model: stored, signed
  const { credential } = await openPresented(await currentlyPresented(), check.now)
  const reason = credential && (await orUnavailable(() => findEndReason(credential.sessionId), null))
  // The reason "refresh token reuse" is not shown: the visitor may be the attacker.
  return reason === 'logout' || reason === 'replaced' || reason === 'evicted' ? reason : 'revoked'
  // end, otherwise: return 'revoked'
}
