import 'server-only'
import '@/lib/server/http/log-requests'
import { type NextRequest, NextResponse } from 'next/server'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import { isForeignWrite, isSafe } from '@/lib/server/guards/same-origin'
import { longestBody, readAtMost } from '@/lib/server/http/body'
import { senderOf } from '@/lib/server/http/client'
import { shareWith } from '@/lib/server/http/cors' // feature: tokens
import { challenge, codeFor, problem } from '@/lib/server/http/problem'
import { type AllowedVisitor, checkVisitor, type Visitor } from '@/lib/server/sessions/check-visitor'
import { type IssuedCookie, putCookies } from '@/lib/session/cookies'
import { isPermitted, type Permission } from '@/lib/session/permissions'
import {
  bearerIn, // feature: tokens
  mayRenew,
  presentedBy,
} from '@/lib/session/presented'
import { configuredMode } from '@/lib/session/revocation/modes'
import { Trace, toServerTiming } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'

export interface Caller extends AllowedVisitor {
  /** Seconds; read before any check, so that a credential issued for this request does not outlive a denial written meanwhile. */
  now: number
  /** The body, null when it is longer than any handler accepts. Also read before any check. */
  body: string | null
}

interface Handling {
  permission?: Permission
  // feature: tokens
  /** Only a session cookie is accepted, and only from the same origin. */
  cookieOnly?: true
  // end
  /** Handles the request of a caller who has the permission; `revoked` when the account was deleted since the check. */
  work: (caller: Caller) => Promise<Response | 'revoked'>
}

/**
 * The first line of every route handler that needs a login. A handler can set cookies, so it checks and renews once, by
 * itself. Refuses with problem details: 400 for a token in the query string, 401 with the reason, 403 without the
 * permission or for a cross-site request (CSRF), 503 when a store is unavailable.
 */
export async function answerCaller(request: NextRequest, handling: Handling): Promise<Response> {
  if (isForeignWrite(request)) return problem('cross_site')
  if (handling.cookieOnly && bearerIn(request.headers) !== null) return problem('session_required') // feature: tokens

  const response = await answer(request, handling)
  response.headers.set('Cache-Control', 'no-store')
  response.headers.append('Vary', 'Cookie, Authorization')
  if (!handling.cookieOnly) shareWith(request, response) // feature: tokens
  return response
}

async function answer(request: NextRequest, { permission, work }: Handling): Promise<Response> {
  if (request.nextUrl.searchParams.has('access_token')) return refuseToken(permission) // feature: tokens

  // The sender controls how long this takes, so the check comes after it: a session that ends meanwhile must not write.
  const body = isSafe(request.method) ? '' : await readAtMost(request.body, longestBody)
  const trace = new Trace()
  const now = nowInSeconds()
  const visitor = await checkCaller(request, trace, now)
  const isAllowed = visitor.verdict === 'allowed'
  const response = isAllowed
    ? withCookies(await serve(request, { ...visitor, now, body }, permission, work), visitor.cookies)
    : refuse(request, visitor, permission)
  response.headers.set('Server-Timing', toServerTiming(trace.report(visitor.verdict)))
  return response
}

function withCookies(response: Response, cookies: readonly IssuedCookie[]): Response {
  if (cookies.length === 0) return response

  const carrier = new NextResponse(response.body, response)
  putCookies(carrier.cookies, cookies)
  return carrier
}

// feature: tokens
/** RFC 6750, section 2.3, which allows a server to refuse this. */
function refuseToken(scope: Permission | undefined): Response {
  const description = 'a token in the query string is not accepted'
  return problem('token_in_query', { 'WWW-Authenticate': challenge({ error: 'invalid_request', description, scope }) })
}
// end

function checkCaller(request: NextRequest, trace: Trace, now: number): Promise<Visitor> {
  const renewFor = mayRenew(request.headers) ? senderOf(request.headers) : null
  const mode = isSafe(request.method) ? configuredMode() : 'strict'
  return checkVisitor(presentedBy(request.headers, request.cookies), { now, trace, mode, renewFor })
}

async function serve(
  request: NextRequest,
  caller: Caller,
  permission: Permission | undefined,
  work: Handling['work'],
): Promise<Response> {
  if (caller.session.lacksFactor) return problem('factor_required') // feature: required-factor
  if (permission && !isPermitted(caller.session.role, permission)) {
    // feature: tokens
    const scope = { error: 'insufficient_scope', scope: permission } as const
    if (bearerIn(request.headers) !== null) return problem('forbidden', { 'WWW-Authenticate': challenge(scope) })

    // end
    return problem('forbidden')
  }
  try {
    const answer = await work(caller)
    return answer === 'revoked' ? refuse(request, { verdict: 'revoked' }, permission) : answer
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('handler_unavailable', error)
    return problem('unavailable')
  }
}

type Refused = Exclude<Visitor, { verdict: 'allowed' }>

function refuse({ headers }: NextRequest, visitor: Refused, scope: Permission | undefined): Response {
  if (visitor.verdict === 'unavailable') return problem('unavailable')

  const code = visitor.verdict === 'anonymous' ? codeFor[visitor.stranger] : 'revoked'
  // feature: tokens
  // RFC 6750, section 3: no error code for a request that carried no credentials at all.
  const error = bearerIn(headers) !== null ? ({ error: 'invalid_token' } as const) : {}
  return problem(code, { 'WWW-Authenticate': challenge({ ...error, scope }) })
  // end, otherwise: return problem(code, { 'WWW-Authenticate': 'Cookie' })
}
