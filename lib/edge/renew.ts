/**
 * The edge requests a renewal; Node, which has the database, decides. The request never goes to an address from the
 * visitor's request, unless it is one of ours (SSRF).
 */

import { selfOrigin, senderAddress } from '@/lib/addresses'
import { env } from '@/lib/env'
import { logFailure, logReport } from '@/lib/log'
import { routes } from '@/lib/routes'
import { cookieNames, nameInHttp } from '@/lib/session/cookies'
import { renewalPatience } from '@/lib/session/revocation/keys'
import { type RenewalAnswer, renewalHeader, sealVisitor, visitorHeader } from '@/lib/session/seal'
import { timeLimit } from '@/lib/time'

/**
 * `unreached`: no answer, or an answer that is not from our route handler: Deployment Protection, a proxy, a captive
 * portal, a timeout. It says nothing about the session.
 */
export interface Renewal {
  verdict: 'allowed' | 'revoked' | 'unavailable' | 'unreached'
  cookies: readonly string[]
}

/** The parts of a request that a renewal reads. */
export interface RenewalRequest {
  headers: Headers
  nextUrl: { origin: string }
}

/** The whole Cookie header is forwarded: it also opens a protected preview deployment. */
const forwarded = ['cookie', 'user-agent']

export async function renew(request: RenewalRequest): Promise<Renewal> {
  const response = await post(request)
  const cookies = response?.headers.getSetCookie() ?? []
  if (response?.status === 204 && cookies.some(isOurs)) return { verdict: 'allowed', cookies }
  return { verdict: verdicts[answerIn(response)], cookies: [] }
}

const isOurs = (line: string) => Object.values(cookieNames).some((name) => line.startsWith(`${nameInHttp(name)}=`))

const verdicts = { refused: 'revoked', unavailable: 'unavailable', foreign: 'unreached' } as const

/** Status and mark together: a proxy may answer 401 or 503 too, and must not end a session by it. */
function answerIn(response: Response | null): keyof typeof verdicts {
  const said = response?.headers.get(renewalHeader)
  if (response?.status === 401 && said === ('refused' satisfies RenewalAnswer)) return 'refused'
  if (response?.status === 503 && said === ('unavailable' satisfies RenewalAnswer)) return 'unavailable'

  if (response) logReport('edge_renewal_answered_by_another', { status: String(response.status) })
  return 'foreign'
}

async function post({ headers, nextUrl }: RenewalRequest): Promise<Response | null> {
  const { signal, end } = timeLimit(renewalPatience)
  try {
    const response = await fetch(`${selfOrigin(nextUrl.origin)}${routes.renew}`, {
      method: 'POST',
      headers: await headersFor(headers),
      redirect: 'manual',
      cache: 'no-store',
      signal,
    })
    // Only status and headers are read. The body of a foreign answer may have no end.
    void response.body?.cancel().catch(() => undefined)
    return response
  } catch (error) {
    logFailure('edge_renewal_unanswered', error)
    return null
  } finally {
    end()
  }
}

async function headersFor(visitor: Headers): Promise<Record<string, string>> {
  const copied = forwarded.flatMap((name) => {
    const value = visitor.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  const { VERCEL_AUTOMATION_BYPASS_SECRET: bypass } = env()
  return {
    ...Object.fromEntries(copied),
    ...(bypass && { 'x-vercel-protection-bypass': bypass }),
    [visitorHeader]: await sealVisitor(senderAddress(visitor)),
  }
}
