import 'server-only'
import { headers } from 'next/headers'
import type { AllowedVisitor } from '@/lib/server/check-visitor'
import { type Client, senderOf } from '@/lib/server/client'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { problem } from '@/lib/server/problem'
import { getVisitor } from '@/lib/server/require-session'

/**
 * For handlers of the lab that do something to sessions: to those of whoever asks by a cookie, judged strictly. A bearer token
 * is no way to open sessions. Refuses with 401, 403 and 503.
 */
export async function forVisitor(work: (visitor: AllowedVisitor) => Promise<Response>): Promise<Response> {
  if ((await headers()).has('authorization')) return problem('session_required')

  const visitor = await getVisitor()
  if (visitor === 'ended') return problem('unauthenticated')
  if (visitor === 'unavailable') return problem('unavailable')

  return orUnavailable(() => work(visitor), problem('unavailable'), 'lab_unavailable')
}

/** Whoever reads their list of devices finds one that calls itself the lab, and not a second browser of theirs. */
export const labClient = (sender: Pick<Headers, 'get'>): Client => ({ ip: senderOf(sender).ip, userAgent: 'the lab' })
