/**
 * The edge's judgement about a request for a page, as words that a test can compare. Knows no runtime and no framework.
 * A courtesy: it keeps strangers away early and renews credentials. The server check is the law.
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
import { configuredMode, type Mode } from '@/lib/session/revocation/modes'
import type { Verdict } from '@/lib/session/session'
import { type CheckReport, Trace } from '@/lib/session/trace'

/** `renew_yourself`: the browser goes to the renew handler itself, and comes back. */
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
  /** Null for a public page: nobody was asked. */
  report: CheckReport | null
  /** Set-Cookie lines of the renewal, for the response and for the request that goes on. */
  renewedCookies: readonly string[]
}

/** What the gate reads of a request; NextRequest has it. */
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
  const presented = presentedBy(request.headers, request.cookies)
  const checked = await check(presented, { now, trace, mode: modeFor(request) })
  if (checked.verdict === 'unavailable') {
    logFailure('edge_check_unavailable', checked.reason, requestFacts(request.headers, request.nextUrl.pathname))
  }
  if (!canRenewNow(checked, request)) return decide(checked.verdict, request, trace)

  const renewal = await trace.measure('renew', () => renew(request))
  if (renewal.verdict === 'unreached') return withoutUs(request, trace)
  return decide(renewal.verdict, request, trace, renewal)
}

/**
 * Our own handler was not reached from here. The browser reaches it. What is no document cannot be sent there and back: it
 * passes unrenewed, and the server check decides with the database.
 */
function withoutUs(request: PageRequest, trace: Trace): PageDecision {
  const decision = decide('renewable', request, trace)
  return isDocument(request) && !isRenewed(request.nextUrl.search)
    ? { ...decision, answer: 'renew_yourself' }
    : decision
}

/** A navigation: the client router asks for its own format, and a form must not be lost on the way. */
function isDocument({ method, headers }: PageRequest): boolean {
  const destination = headers.get('sec-fetch-dest')
  const isAsked = destination ? destination === 'document' : (headers.get('accept') ?? '').includes('text/html')
  return method === 'GET' && isAsked && !headers.has('rsc')
}

/** What changes something is not decided by a copy, nor what shows who may do what. */
function modeFor({ method, nextUrl }: PageRequest): Mode {
  return method === 'GET' && !isStrict(nextUrl.pathname) ? configuredMode() : 'strict'
}

function canRenewNow(checked: Check, request: PageRequest): boolean {
  // feature: tokens
  // A bearer token has nothing to renew with: its owner fetches another.
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
  // Not renewed here, because its answer would be lost: the server check decides, reading only.
  renewable: 'pass',
  anonymous: 'log_in',
  revoked: 'log_in',
  unavailable: 'try_again',
}

/** Next answers every other method with the page. POST is a form's. */
export const pageMethods = ['GET', 'HEAD', 'POST', 'OPTIONS']

/**
 * A cross-site request that Next would answer with a bare 500. The action's own guard refuses it too, wherever the middleware was not there.
 * The client router can show the guard's answer, so an action passes where Next lets the guard run.
 */
function isForeignForm(request: PageRequest): boolean {
  const { method, headers } = request
  if (method !== 'POST' || isOwnOrigin(headers)) return false
  return !isAction(request) || isSentElsewhere(headers)
}

/** The client router throws a form away on any answer but its own format, so the action's own guard answers. */
const isAction = (request: PageRequest) => request.headers.has('next-action')
