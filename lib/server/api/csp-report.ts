import 'server-only'
import * as z from 'zod'
import { isOwnOrigin } from '@/lib/addresses'
import { logReport } from '@/lib/log'
import { routes } from '@/lib/routes'
import { jsonIn, readAtMost } from '@/lib/server/http/body'
import { problem } from '@/lib/server/http/problem'
import { minutes } from '@/lib/time'

/** Bytes. A report repeats the whole policy, and contains a long address or two. */
const longestReport = 8192

/** Lines per minute and process: any client can send reports, and a log costs money. */
const mostLines = 60

/** The fields of a report that are logged. The other fields may quote the page, its address or its script. */
export const CspReport = z.object({
  'csp-report': z.object({
    'document-uri': z.string(),
    'blocked-uri': z.string(),
    'effective-directive': z.string().regex(/^[a-z-]{1,40}$/),
  }),
})

/**
 * @param now milliseconds since 1970
 * @returns 204 for every report, because browsers do not read the answer; 403 for a cross-site request
 */
export async function answerCspReport(request: Request, now: number): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return problem('cross_site')

  const report = CspReport.safeParse(jsonIn(await readAtMost(request.body, longestReport))).data?.['csp-report']
  if (report && hasRoom(now)) logReport('csp_violation', factsOf(report))
  return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } })
}

function factsOf(report: z.infer<typeof CspReport>['csp-report']) {
  return {
    directive: report['effective-directive'],
    blocked: placeOf(report['blocked-uri']),
    page: pageOf(report['document-uri']),
  }
}

/** `inline`, `eval`, or the origin: never a path, which may hold a secret of another site. */
function placeOf(blocked: string): string {
  if (/^[a-z-]{1,20}$/.test(blocked)) return blocked
  if (!URL.canParse(blocked)) return 'unreadable'
  const url = new URL(blocked)
  return (url.origin === 'null' ? url.protocol : url.origin).slice(0, 100)
}

const pages = Object.values<string>(routes)

/** The name of one of our pages, or `another`: the sender can write any address. */
function pageOf(address: string): string {
  const path = URL.canParse(address) ? new URL(address).pathname : null
  return pages.find((page) => page === path) ?? 'another'
}

const window = { start: 0, lines: 0 }

function hasRoom(now: number): boolean {
  if (now - window.start >= minutes(1) * 1000) Object.assign(window, { start: now, lines: 0 })
  window.lines += 1
  return window.lines <= mostLines
}
