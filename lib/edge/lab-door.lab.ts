/**
 * The edge's part of the lab: one address of its own, judged as a page is, in the ways and with the faults that the address
 * names. In the place of `lab-door.ts` where the lab is part of the build.
 */

import { renew } from '@/lib/edge/renew'
import { sourcesFor } from '@/lib/lab/faults'
import { isLabOn } from '@/lib/lab/is-lab-on'
import { judge } from '@/lib/lab/judge'
import type { Report } from '@/lib/lab/report'
import { readSwitches } from '@/lib/lab/switches'
import { targets } from '@/lib/lab/targets'
import type { Way } from '@/lib/lab/words'
import { type Check, check } from '@/lib/session/check'
import { presentedBy } from '@/lib/session/presented'
import type { Sources } from '@/lib/session/revocation/modes'
import type { Verdict } from '@/lib/session/session'
import type { Trace } from '@/lib/session/trace'
import { nowInSeconds } from '@/lib/time'

interface LabRequest {
  headers: Headers
  cookies: { get(name: string): { value: string } | undefined }
  nextUrl: { pathname: string; searchParams: URLSearchParams }
}

/** @returns null for whatever is not the lab's */
export async function answerLab(request: LabRequest): Promise<Response | null> {
  if (request.nextUrl.pathname !== targets.edge || !isLabOn()) return null

  const switches = readSwitches(request.nextUrl.searchParams)
  if (!switches) return new Response('No page of the lab asks for this.', { status: 400 })

  const headers = new Headers({ 'Cache-Control': 'no-store' })
  const sources = sourcesFor(switches)
  const judgements = await judge(switches.ways, (way, trace) => judgeAs(way, { request, trace, sources, headers }))
  const report: Report = { layer: 'edge', judgements }
  return Response.json(report, { headers })
}

interface Judging {
  request: LabRequest
  trace: Trace
  sources: Sources | undefined
  /** Of the answer: a renewal adds its cookies. */
  headers: Headers
}

async function judgeAs(way: Way, judging: Judging): Promise<Verdict> {
  const { request, trace, sources } = judging
  const mode = way === 'textbook' ? 'off' : way
  const presented = presentedBy(request.headers, request.cookies)
  const checked = await check(presented, { now: nowInSeconds(), trace, mode, sources })
  return checked.verdict === 'renewable' ? renewAs(way, checked, judging) : checked.verdict
}

/** The textbook asks nobody whether a session may go on. */
async function renewAs(way: Way, { verdict }: Check, { request, trace, headers }: Judging): Promise<Verdict> {
  if (way === 'textbook') return 'allowed'
  if (request.headers.has('authorization')) return verdict

  const renewal = await trace.measure('renew', () => renew(request.headers))
  for (const cookie of renewal.cookies) headers.append('Set-Cookie', cookie)
  return renewal.verdict
}
