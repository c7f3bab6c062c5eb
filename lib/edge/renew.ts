/**
 * Renewal, asked for by the edge and decided in Node, where the database is. Never sends anything to an address
 * that came with the request.
 */

import { logFailure } from '@/lib/log'
import { selfOrigin } from '@/lib/origins'
import { routes } from '@/lib/routes'
import { renewalPatience } from '@/lib/session/revocation/keys'
import type { Verdict } from '@/lib/session/session'

export interface Renewal {
  verdict: Verdict
  cookies: readonly string[]
}

/** The whole Cookie header goes along: a protected preview deployment lets nobody in without its own. */
const forwarded = ['cookie', 'user-agent', 'x-forwarded-for']

export async function renew(headers: Headers): Promise<Renewal> {
  const response = await post(headers)
  if (response?.status === 204) return { verdict: 'allowed', cookies: response.headers.getSetCookie() }

  // Anything but a clear no is a transient failure, and those never log anyone out.
  return { verdict: response?.status === 401 ? 'revoked' : 'unavailable', cookies: [] }
}

async function post(headers: Headers): Promise<Response | null> {
  const copied = forwarded.flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  try {
    return await fetch(`${selfOrigin()}${routes.renew}`, {
      method: 'POST',
      headers: Object.fromEntries(copied),
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.timeout(renewalPatience * 1000),
    })
  } catch (error) {
    // Away, or slower than its patience: the caller answers "try again".
    logFailure('edge_renewal_unanswered', error)
    return null
  }
}
