import 'server-only'
import '@/lib/server/http/log-requests'
import { type NextRequest, NextResponse } from 'next/server'
import { isOwnOrigin } from '@/lib/addresses'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import { loginPath, renewedPath } from '@/lib/routes'
import { visitorOf } from '@/lib/server/http/client'
import { problem } from '@/lib/server/http/problem'
import { renewSession } from '@/lib/server/sessions/issue'
import { beginRenewing } from '@/lib/server/sessions/lifecycle'
import { check } from '@/lib/session/check'
import { type IssuedCookie, putCookies } from '@/lib/session/cookies'
import {
  bearerIn, // feature: tokens
  mayRenew,
  presentedBy,
} from '@/lib/session/presented'
import { type RenewalAnswer, renewalHeader } from '@/lib/session/seal'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'

/** @returns 204 with new cookies; 401 when the session is over; 503 when a store is unavailable: then nothing has changed */
export async function answerRenewal(request: NextRequest): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return problem('cross_site')

  const renewed = await tryToRenew(request, true)
  if (renewed === 'unavailable') return problem('unavailable', { ...noStore, ...said('unavailable') })
  if (!renewed) return problem('unauthenticated', { ...noStore, ...said('refused'), 'WWW-Authenticate': 'Bearer' })

  return withCookies(renewed, { status: 204, headers: noStore })
}

/**
 * For a browser that the edge has redirected here, because the edge could not reach this handler. Like a GET of the
 * page, it renews what is due, and changes nothing else (ASVS 3.5.3).
 * @returns 303 to one of our own pages: back, or to the login when the session is over
 */
export async function answerRenewalByBrowser(request: NextRequest): Promise<Response> {
  const next = request.nextUrl.searchParams.get('next') ?? ''
  const renewed = await tryToRenew(request, false)
  // The page itself shows that a store is unavailable.
  if (renewed === 'unavailable') return seeOther(renewedPath(next))
  if (!renewed) return seeOther(loginPath(next.split('?')[0] ?? ''))

  return withCookies(renewed, { status: 303, headers: { ...noStore, Location: renewedPath(next) } })
}

const said = (answer: RenewalAnswer) => ({ [renewalHeader]: answer })

const seeOther = (path: string) => new Response(null, { status: 303, headers: { ...noStore, Location: path } })

function withCookies(cookies: readonly IssuedCookie[], init: ResponseInit): NextResponse {
  const response = new NextResponse(null, init)
  putCookies(response.cookies, cookies)
  return response
}

const noStore = { 'Cache-Control': 'no-store', Vary: 'Cookie, Authorization' }

/** @param isAsked explicitly, by a program or by the edge: then a fresh credential is renewed as well */
async function tryToRenew(
  request: NextRequest,
  isAsked: boolean,
): Promise<readonly IssuedCookie[] | null | 'unavailable'> {
  // The time is read before any check, so that the new credential does not outlive a denial that is written meanwhile.
  const renewing = beginRenewing(await visitorOf(request.headers), nowInSeconds())
  try {
    const checked = await check(presentedBy(request.headers, request.cookies), {
      now: renewing.now,
      trace: new Trace(),
      mode: 'strict',
    })
    if (checked.verdict === 'unavailable') return 'unavailable'
    if (checked.verdict === 'anonymous' || checked.verdict === 'revoked') return null
    if (bearerIn(request.headers) !== null) return null // feature: tokens
    if (!mayRenew(request.headers)) return null

    if (checked.verdict === 'allowed' && !isAsked) return []

    return (await renewSession(checked.credential, renewing))?.cookies ?? null
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('renewal_unavailable', error)
    return 'unavailable'
  }
}
