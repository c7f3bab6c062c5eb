import 'server-only'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import { isOwnOrigin } from '@/lib/origins'
import { senderOf } from '@/lib/server/client'
import { networkOf } from '@/lib/server/limits/network'
import { takeFrom } from '@/lib/server/limits/take'
import { notStored, oauthError } from '@/lib/server/oauth-error'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { problem } from '@/lib/server/problem'
import { readForm } from '@/lib/server/read-form'
import { revokeToken } from '@/lib/server/tokens/revoke-token'
import { nowInSeconds } from '@/lib/time'

/**
 * RFC 7009, for the public client that we are: whoever holds a token may end its session. 200 whatever the token was, and
 * 503 when it has to be asked for again.
 */
export async function answerRevocation(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return problem('cross_site')

  const token = (await readForm(request))?.get('token')
  if (!token) return oauthError('invalid_request', 'send a form with one token')

  try {
    return await revoke(request, token)
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('revocation_unavailable', error)
    return problem('unavailable', notStored)
  }
}

async function revoke({ headers }: Request, token: string): Promise<Response> {
  const client = senderOf(headers)
  // With Redis away nobody counts, and what is revoked ends in Postgres all the same.
  const counting = () => takeFrom([{ limit: 'revocation', of: networkOf(client.ip) }])
  const taken = await orUnavailable(counting, null, 'revocation_not_counted')
  if (taken?.outcome === 'too_many') return problem('too_many', { 'Retry-After': String(taken.retryAfter) })

  const end = await revokeToken(token, client, nowInSeconds())
  return end === 'unfinished' ? problem('unavailable', notStored) : new Response(null, { headers: notStored })
}
