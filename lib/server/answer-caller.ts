import 'server-only'
import { type NextRequest, NextResponse } from 'next/server'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import { checkVisitor, type Visitor } from '@/lib/server/check-visitor'
import { clientOf } from '@/lib/server/client'
import { codeFor, problem } from '@/lib/server/problem'
import { mayRenew, presentedBy } from '@/lib/session/presented'
import { configuredMode } from '@/lib/session/revocation/modes'
import type { Session } from '@/lib/session/session'
import { Trace, toServerTiming } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'

/**
 * The first line of every route handler that needs a login. A handler can set cookies, so it checks and renews once,
 * by itself. Refuses with problem details: 401 with the reason, 503 when a store is away.
 * @param work what the handler does for a visitor who is logged in; its value is the JSON body
 */
export async function answerCaller(
  request: NextRequest,
  work: (session: Session) => Promise<object>,
): Promise<NextResponse> {
  const trace = new Trace()
  const visitor = await checkCaller(request, trace)
  const response = visitor.verdict === 'allowed' ? await run(() => work(visitor.session)) : refuse(request, visitor)

  response.headers.set('Server-Timing', toServerTiming(trace.report(visitor.verdict)))
  response.headers.set('Cache-Control', 'no-store')
  response.headers.set('Vary', 'Cookie, Authorization')
  if (visitor.verdict !== 'allowed') return response

  for (const { name, value, attributes } of visitor.cookies) response.cookies.set(name, value, attributes)
  return response
}

function checkCaller(request: NextRequest, trace: Trace): Promise<Visitor> {
  const renewFor = mayRenew(request.headers) ? clientOf(request.headers) : null
  const isReading = request.method === 'GET' || request.method === 'HEAD'
  const mode = isReading ? configuredMode() : 'strict'
  return checkVisitor(presentedBy(request.headers, request.cookies), { now: nowInSeconds(), trace, mode, renewFor })
}

async function run(work: () => Promise<object>): Promise<NextResponse> {
  try {
    return NextResponse.json(await work())
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('handler_unavailable', error)
    return toNext(problem('unavailable'))
  }
}

function refuse(request: NextRequest, visitor: Exclude<Visitor, { verdict: 'allowed' }>): NextResponse {
  if (visitor.verdict === 'unavailable') return toNext(problem('unavailable'))

  const code = visitor.verdict === 'anonymous' ? codeFor[visitor.stranger] : 'revoked'
  const isBearer = request.headers.has('authorization')
  // RFC 6750, section 3: no error code for a request that carried no credentials at all.
  return toNext(problem(code, { 'WWW-Authenticate': isBearer ? 'Bearer error="invalid_token"' : 'Bearer' }))
}

const toNext = (response: Response) => new NextResponse(response.body, response)
