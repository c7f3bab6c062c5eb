import 'server-only'
import { headers } from 'next/headers'
import type { Access } from '@/lib/db/users'
import { currentCheck } from '@/lib/server/guards/current'
import { type Client, senderOf } from '@/lib/server/http/client'
import { problem } from '@/lib/server/http/problem'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { getStandingAccess } from '@/lib/server/sessions/access'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { bearerIn } from '@/lib/session/presented'
import { nowInSeconds } from '@/lib/time'

/**
 * For handlers of the lab that do something to sessions: to those of whoever asks by a cookie, judged strictly. A bearer token
 * is no way to open sessions. Refuses with 401, 403 and 503.
 */
export async function forVisitor(work: (visitor: AllowedVisitor) => Promise<Response>): Promise<Response> {
  if (bearerIn(await headers()) !== null) return problem('session_required')

  const { visitor } = await currentCheck('strict')
  if (visitor.verdict === 'unavailable') return problem('unavailable')
  if (visitor.verdict !== 'allowed') return problem('unauthenticated')

  return orUnavailable(() => work(visitor), problem('unavailable'), 'lab_unavailable')
}

/**
 * Experiments take seconds, in which their reader may log out elsewhere: what is done for a session is done while it stands.
 * @returns null when it has ended meanwhile @throws {UnavailableError}
 */
export async function getAccessAnew({ credential }: AllowedVisitor): Promise<Access | null> {
  const access = await getStandingAccess(credential)
  const session = access && (await lifecycleOf(credential).peek(credential, access, nowInSeconds()))
  return session ? access : null
}

/** Whoever reads their list of devices finds one that calls itself the lab, and not a second browser of theirs. */
export const labClient = (sender: Pick<Headers, 'get'>): Client => ({ ip: senderOf(sender).ip, userAgent: 'the lab' })
