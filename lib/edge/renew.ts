/**
 * Renewal, asked for by the edge and decided in Node, where the database is. Never sends anything to an address
 * that came with the request.
 */

import { logFailure } from '@/lib/log'
import { selfOrigin } from '@/lib/origins'
import { routes } from '@/lib/routes'
import { senderAddress } from '@/lib/sender-address'
import { renewalPatience } from '@/lib/session/revocation/keys'
import type { Verdict } from '@/lib/session/session'
import { sealVisitor, visitorHeader } from '@/lib/session/visitor-seal'

export interface Renewal {
  verdict: Verdict
  cookies: readonly string[]
}

/** The whole Cookie header goes along: a protected preview deployment lets nobody in without its own. */
const forwarded = ['cookie', 'user-agent']

export async function renew(headers: Headers): Promise<Renewal> {
  const response = await post(headers)
  if (response?.status === 204) return { verdict: 'allowed', cookies: response.headers.getSetCookie() }

  // Anything but a clear no is a transient failure, and those never log anyone out.
  return { verdict: response?.status === 401 ? 'revoked' : 'unavailable', cookies: [] }
}

async function post(headers: Headers): Promise<Response | null> {
  try {
    return await fetch(`${selfOrigin()}${routes.renew}`, {
      method: 'POST',
      headers: await headersFor(headers),
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

async function headersFor(visitor: Headers): Promise<Record<string, string>> {
  const copied = forwarded.flatMap((name) => {
    const value = visitor.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(copied), [visitorHeader]: await sealVisitor(senderAddress(visitor)) }
}
