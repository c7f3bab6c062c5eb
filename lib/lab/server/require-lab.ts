import 'server-only'
import { notFound } from 'next/navigation'
import type { NextRequest } from 'next/server'
import { isLabOn } from '@/lib/lab/shared/is-lab-on'
import { isForeignWrite } from '@/lib/server/guards/same-origin'
import { problem } from '@/lib/server/http/problem'

/**
 * The first line of every page and action of the lab: a build that contains them can still have the lab switched off,
 * and Next runs an action that is posted to any page. Refuses with 404.
 */
export function requireLab(): void {
  if (!isLabOn()) notFound()
}

/** The first line of every route handler of the lab. Refuses with 404 without a lab, and with 403 for a cross-site request. */
export async function answerLab(request: NextRequest, work: () => Promise<Response>): Promise<Response> {
  if (!isLabOn()) return problem('not_found')
  if (isForeignWrite(request)) return problem('cross_site')

  const response = await work()
  response.headers.set('Cache-Control', 'no-store')
  return response
}
