import 'server-only'
import { headers } from 'next/headers'
import type { Access } from '@/lib/db/users'
import { currentCheck } from '@/lib/server/guards/current'
import { type Client, senderOf } from '@/lib/server/http/client'
import { problem } from '@/lib/server/http/problem'
import { orUnavailable } from '@/lib/server/or-unavailable'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { getStandingAccess } from '@/lib/server/sessions/issue'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { bearerIn } from '@/lib/session/presented'
import { nowInSeconds } from '@/lib/time'

/**
 * For handlers of the lab that act on sessions of the caller. Accepts only a cookie, checked strictly: a bearer token
 * must not open sessions. Refuses with 401, 403 and 503.
 */
export async function forVisitor(work: (visitor: AllowedVisitor) => Promise<Response>): Promise<Response> {
  if (bearerIn(await headers()) !== null) return problem('session_required')

  const { visitor } = await currentCheck('strict')
  if (visitor.verdict === 'unavailable') return problem('unavailable')
  if (visitor.verdict !== 'allowed') return problem('unauthenticated')
  if (visitor.session.lacksFactor) return problem('factor_required') // feature: required-factor

  return orUnavailable(() => work(visitor), problem('unavailable'), 'lab_unavailable')
}

/**
 * Experiments take seconds, during which the reader may log out elsewhere: an act on a session requires that it is
 * still alive.
 * @returns null when it has ended meanwhile @throws {UnavailableError}
 */
export async function getAccessAnew({ credential }: AllowedVisitor): Promise<Access | null> {
  const access = await getStandingAccess(credential)
  const session = access && (await lifecycleOf(credential).peek(credential, access, nowInSeconds()))
  return session ? access : null
}

/** The list of devices shows the lab under this name, so that the reader does not mistake it for another browser. */
export const labClient = (sender: Pick<Headers, 'get'>): Client => ({ ip: senderOf(sender).ip, userAgent: 'the lab' })
