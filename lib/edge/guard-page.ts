/**
 * The edge's decision about a request for a page, as values that a test can compare. Independent of the runtime.
 * An optimisation: it redirects unauthenticated requests early, and renews credentials. The server check is
 * authoritative.
 */

import { isOwnOrigin, isSentElsewhere } from '@/lib/addresses'
import { type FormRequest, isReadableForm } from '@/lib/edge/form-body'
import { type Renewal, renew } from '@/lib/edge/renew'
import { logFailure, logReport, requestFacts } from '@/lib/log'
import { isProtected, isRenewed, isStrict } from '@/lib/routes'
import { type Check, check } from '@/lib/session/check'
import {
  bearerIn, // feature: tokens
  mayRenew,
  presentedBy,
} from '@/lib/session/presented'
import { configuredMode, follower, type Mode } from '@/lib/session/revocation/modes'
import type { Verdict } from '@/lib/session/session'
import { type CheckReport, Trace } from '@/lib/session/trace'

/** `renew_yourself`: the browser is redirected to the renew handler, and from there back. */
export type PageAnswer =
  | 'pass'
  | 'log_in'
  | 'try_again'
  | 'refuse'
  | 'unreadable'
  | 'method_not_allowed'
  | 'renew_yourself'

export interface PageDecision {
  answer: PageAnswer
  /** Null for a public page, which is not checked. */
  report: CheckReport | null
  /** Set-Cookie lines of the renewal, for the response and for the request that is forwarded to the page. */
  renewedCookies: readonly string[]
}

/** The parts of a request that the gate reads; NextRequest has them. */
export interface PageRequest extends FormRequest {
  method: string
  headers: Headers
  cookies: { get(name: string): { value: string } | undefined }
  nextUrl: { pathname: string; search: string; origin: string }
}

const unguarded: PageDecision = { answer: 'pass', report: null, renewedCookies: [] }

export async function guardPage(request: PageRequest, now: number): Promise<PageDecision> {
  if (!pageMethods.includes(request.method)) return { ...unguarded, answer: 'method_not_allowed' }
  if (isForeignForm(request)) {
    logReport('cross_site_form_refused', {}, requestFacts(request.headers, request.nextUrl.pathname))
    return { ...unguarded, answer: 'refuse' }
  }
  if (request.method === 'POST' && !(await isReadableForm(request))) return { ...unguarded, answer: 'unreadable' }
  if (!isProtected(request.nextUrl.pathname)) return unguarded

  const trace = new Trace()
  const checked = await checkPage(request, trace, now)
  if (checked.verdict === 'unavailable') {
    logFailure('edge_check_unavailable', checked.reason, requestFacts(request.headers, request.nextUrl.pathname))
  }
  if (!canRenewNow(checked, request)) return decide(checked.verdict, request, trace)

  const renewal = await trace.measure('renew', () => renew(request))
  if (renewal.verdict === 'unreached') return withoutUs(request, trace)
  return decide(renewal.verdict, request, trace, renewal)
}

/**
 * The edge did not reach our renew handler, but the browser can. A request that is not a document cannot be redirected
 * there and back: it passes unrenewed, and the server check decides with the database.
 */
function withoutUs(request: PageRequest, trace: Trace): PageDecision {
  const decision = decide('renewable', request, trace)
  return isDocument(request) && !isRenewed(request.nextUrl.search)
    ? { ...decision, answer: 'renew_yourself' }
    : decision
}

/** A navigation. The client router expects its own format, and a redirect would lose a form. */
function isDocument({ method, headers }: PageRequest): boolean {
  const destination = headers.get('sec-fetch-dest')
  const isAsked = destination ? destination === 'document' : (headers.get('accept') ?? '').includes('text/html')
  return method === 'GET' && isAsked && !headers.has('rsc')
}

async function checkPage(request: PageRequest, trace: Trace, now: number): Promise<Check> {
  const presented = presentedBy(request.headers, request.cookies)
  const mode = modeFor(request)
  const checked = await check(presented, { now, trace, mode })
  // The check may have found that Redis does not answer.
  return modeFor(request) === mode ? checked : check(presented, { now, trace, mode: 'strict' })
}

/**
 * A page about sessions or permissions asks Redis by itself. The edge does not ask a second time, unless Redis did not
 * answer: then the edge answers 503, because the page could only answer 500.
 */
function modeFor({ method, nextUrl }: PageRequest): Mode {
  if (method !== 'GET') return 'strict'

  const mode = configuredMode()
  if (!isStrict(nextUrl.pathname)) return mode
  return mode === 'snapshot' && follower().following !== 'away' ? mode : 'strict'
}

function canRenewNow(checked: Check, request: PageRequest): boolean {
  // feature: tokens
  // A bearer token has nothing to renew it with: its holder fetches another.
  if (bearerIn(request.headers) !== null) return false

  // end
  return checked.verdict === 'renewable' && mayRenew(request.headers)
}

function decide(verdict: Verdict, request: PageRequest, trace: Trace, renewal?: Renewal): PageDecision {
  return {
    answer: isAction(request) ? 'pass' : answers[verdict],
    report: trace.report(verdict),
    renewedCookies: renewal?.cookies ?? [],
  }
}

const answers: Record<Verdict, PageAnswer> = {
  allowed: 'pass',
  // Not renewed here, because the cookies would be lost: the server check decides, without writing.
  renewable: 'pass',
  anonymous: 'log_in',
  revoked: 'log_in',
  unavailable: 'try_again',
}

/** Next answers every other method with the page. POST is for forms. */
export const pageMethods = ['GET', 'HEAD', 'POST', 'OPTIONS']

/**
 * A cross-site request (CSRF) that Next would answer with a bare 500. The action's own guard refuses it too, also where
 * the middleware does not run. The client router can show that answer, so an action passes where Next runs the guard.
 */
function isForeignForm(request: PageRequest): boolean {
  const { method, headers } = request
  if (method !== 'POST' || isOwnOrigin(headers)) return false
  return !isAction(request) || isSentElsewhere(headers)
}

/** The client router loses the form on any answer that is not in its own format, so the action's own guard answers. */
const isAction = (request: PageRequest) => request.headers.has('next-action')
