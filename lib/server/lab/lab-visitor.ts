import 'server-only'
import type { AllowedVisitor } from '@/lib/server/check-visitor'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { problem } from '@/lib/server/problem'
import { getVisitor } from '@/lib/server/require-session'

/** For handlers of the lab that do something to sessions: to those of whoever asks, judged strictly. Refuses with 401 and 503. */
export async function forVisitor(work: (visitor: AllowedVisitor) => Promise<Response>): Promise<Response> {
  const visitor = await getVisitor()
  if (visitor === 'ended') return problem('unauthenticated')
  if (visitor === 'unavailable') return problem('unavailable')

  return orUnavailable(() => work(visitor), problem('unavailable'), 'lab_unavailable')
}
