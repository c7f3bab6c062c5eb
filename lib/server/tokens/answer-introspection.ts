import 'server-only'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import { isOwnOrigin } from '@/lib/origins'
import { senderOf } from '@/lib/server/client'
import { networkOf } from '@/lib/server/limits/network'
import { takeFrom } from '@/lib/server/limits/take'
import { notStored, oauthError } from '@/lib/server/oauth-error'
import { problem } from '@/lib/server/problem'
import { readForm } from '@/lib/server/read-form'
import { introspectToken } from '@/lib/server/tokens/introspect-token'
import { isResourceServer } from '@/lib/server/tokens/resource-server'
import { nowInSeconds } from '@/lib/time'

/** RFC 7662, for the registered resource server alone: 401 for everyone else, 503 when nobody can tell. */
export async function answerIntrospection(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers)) return problem('cross_site')

  try {
    return isResourceServer(request.headers.get('authorization')) ? await introspect(request) : await refuse(request)
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('introspection_unavailable', error)
    return problem('unavailable', notStored)
  }
}

async function introspect(request: Request): Promise<Response> {
  const token = (await readForm(request))?.get('token')
  if (!token) return oauthError('invalid_request', 'send a form with one token')

  return Response.json(await introspectToken(token, nowInSeconds()), { headers: notStored })
}

/** Only failures are counted: the right secret is let in whatever others have tried. */
async function refuse({ headers }: Request): Promise<Response> {
  const taken = await takeFrom([{ limit: 'clientSecret', of: networkOf(senderOf(headers).ip) }])
  if (taken.outcome === 'too_many') return problem('too_many', { 'Retry-After': String(taken.retryAfter) })

  return oauthError('invalid_client', 'authenticate as a resource server, with Basic', {
    'WWW-Authenticate': 'Basic realm="introspection", charset="UTF-8"',
  })
}
