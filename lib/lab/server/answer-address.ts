// feature: tokens (this file)
import 'server-only'
import { headers } from 'next/headers'
import type { NextRequest } from 'next/server'
import { type AddressToken, addressSeconds, type Received } from '@/lib/lab/shared/address'
import { requestFacts } from '@/lib/log'
import { answerCaller, type Caller } from '@/lib/server/guards/answer-caller'
import { problem } from '@/lib/server/http/problem'
import { takeFrom } from '@/lib/server/limits/bucket'
import { peekSession } from '@/lib/server/sessions/issue'
import { claimsOf } from '@/lib/server/tokens/answer-token'
import { signAccess } from '@/lib/session/bearer/access-token'

/** What the server has received with this request, token included: only the sender reads it. */
export async function answerReceived({ method, nextUrl }: NextRequest): Promise<Response> {
  const sent = await headers()
  const received: Received = {
    request: `${method} ${nextUrl.pathname}${nextUrl.search}`,
    referer: sent.get('referer'),
    ownLog: JSON.stringify(requestFacts(sent)),
  }
  return Response.json(received)
}

/** Issues a token that anyone who finds a copy of it can use for seconds only. Refuses and limits as `POST /api/token` does. */
export function answerAddressToken(request: NextRequest): Promise<Response> {
  return answerCaller(request, { cookieOnly: true, work: issueForAddress })
}

async function issueForAddress(caller: Caller): Promise<Response | 'revoked'> {
  if (caller.credential.model === 'bearer') return problem('session_required')

  const taken = await takeFrom([{ limit: 'accessToken', of: caller.session.id }])
  if (taken.outcome === 'too_many') return problem('too_many', { 'Retry-After': String(taken.retryAfter) })

  const session = await peekSession(caller.credential, caller.now)
  if (!session) return 'revoked'

  const claims = claimsOf({ ...caller, session })
  const expiresAt = Math.min(claims.expiresAt, caller.now + addressSeconds)
  return Response.json({ token: await signAccess({ ...claims, expiresAt }) } satisfies AddressToken)
}
