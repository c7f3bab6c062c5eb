/**
 * The lab at the edge: an address of its own, and the target page when it is requested through the edge. Checked as a
 * page is, in the modes and with the faults that the address names. Replaces `lab-door.ts` in a build with the lab.
 */

import type { NextRequest } from 'next/server'
import { type Renewal, renew } from '@/lib/edge/renew'
import { respond } from '@/lib/edge/respond'
import { UnavailableError } from '@/lib/errors'
import { sourcesFor, suffer } from '@/lib/lab/shared/faults'
import { isLabOn } from '@/lib/lab/shared/is-lab-on'
import { judge } from '@/lib/lab/shared/judge'
import { presentedAt } from '@/lib/lab/shared/presented-at'
import type { Report } from '@/lib/lab/shared/report'
import { readSwitches } from '@/lib/lab/shared/switches'
import { targets, throughEdge } from '@/lib/lab/shared/targets'
import type { Switches, Way } from '@/lib/lab/shared/words'
import { type Check, check } from '@/lib/session/check'
import { bearerIn, mayRenew, presentedBy } from '@/lib/session/presented'
import type { Sources } from '@/lib/session/revocation/modes'
import type { Verdict } from '@/lib/session/session'
import { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'

/** @returns null for a request that is not for the lab */
export async function answerLabDoor(request: NextRequest): Promise<Response | null> {
  const { pathname, searchParams } = request.nextUrl
  if ((pathname !== targets.edge && !isThroughEdge(request)) || !isLabOn()) return null

  const switches = readSwitches(searchParams)
  if (!switches) return new Response('The parameters of this lab address are not valid.', { status: 400 })

  return pathname === targets.page ? passOn(request, switches) : report(request, switches)
}

/** A form is handled like any other form, including the same-origin check. */
function isThroughEdge({ method, nextUrl: { pathname, searchParams } }: NextRequest): boolean {
  return method === 'GET' && pathname === targets.page && searchParams.get(throughEdge.name) === throughEdge.value
}

/** Forwards to the page, with the report of the check made here. Renews nothing: the page shows the credential that it was sent. */
async function passOn(request: NextRequest, switches: Switches): Promise<Response> {
  const trace = new Trace()
  const [way = 'strict'] = switches.ways
  const { verdict } = await checkAs(way, { request, switches, trace, sources: sourcesFor(switches) })
  return respond(request, { answer: 'pass', report: trace.report(verdict), renewedCookies: [] })
}

async function report(request: NextRequest, switches: Switches): Promise<Response> {
  const headers = new Headers({ 'Cache-Control': 'no-store' })
  const sources = sourcesFor(switches)
  const judgements = await judge(switches.ways, (way, trace) =>
    judgeAs(way, { request, switches, trace, sources, headers }),
  )
  const answer: Report = { layer: 'edge', judgements }
  return Response.json(answer, { headers })
}

interface Checking {
  request: NextRequest
  switches: Switches
  trace: Trace
  sources: Sources | undefined
}

interface Judging extends Checking {
  /** Headers of the answer: a renewal adds its cookies. */
  headers: Headers
}

async function checkAs(way: Way, { request, switches, trace, sources }: Checking): Promise<Check> {
  const mode = way === 'textbook' ? 'off' : way
  const presented = await presentedAt(switches.keys, presentedBy(request.headers, request.cookies))
  return check(presented, { now: nowInSeconds(), trace, mode, sources })
}

async function judgeAs(way: Way, judging: Judging): Promise<Verdict> {
  const checked = await checkAs(way, judging)
  return checked.verdict === 'renewable' ? renewAs(way, checked, judging) : checked.verdict
}

/** The stateless baseline renews without asking a store. */
async function renewAs(way: Way, { verdict }: Check, judging: Judging): Promise<Verdict> {
  const { request, trace, headers } = judging
  if (way === 'textbook') return 'allowed'
  if (bearerIn(request.headers) !== null || !mayRenew(request.headers)) return verdict

  const renewal = await trace.measure('renew', () => renewFaultily(judging))
  for (const cookie of renewal.cookies) headers.append('Set-Cookie', cookie)
  return renewal.verdict === 'unreached' ? 'unavailable' : renewal.verdict
}

/** A renewal asks Redis, strictly, and then the database. The real handler knows no faults, so they are applied before it. */
async function renewFaultily({ request, switches }: Judging): Promise<Renewal> {
  try {
    await suffer('redis', switches.redis)
    await suffer('postgres', switches.postgres)
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    return { verdict: 'unavailable', cookies: [] }
  }
  return renew(request)
}
