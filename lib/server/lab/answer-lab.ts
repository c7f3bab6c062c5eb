import 'server-only'
import type { NextRequest } from 'next/server'
import { isLabOn } from '@/lib/lab/is-lab-on'
import { isForeignWrite } from '@/lib/server/is-foreign-write'
import { problem } from '@/lib/server/problem'

/** The first line of every route handler of the lab. Refuses with problem details: 404 without a lab, 403 from another site. */
export async function answerLab(request: NextRequest, work: () => Promise<Response>): Promise<Response> {
  if (!isLabOn()) return problem('not_found')
  if (isForeignWrite(request)) return problem('cross_site')

  const response = await work()
  response.headers.set('Cache-Control', 'no-store')
  return response
}
