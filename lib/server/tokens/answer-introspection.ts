import 'server-only'
import { isOwnOrigin } from '@/lib/addresses'
import { env } from '@/lib/env'
import { UnavailableError } from '@/lib/errors'
import { isHashOf, sha256 } from '@/lib/ids'
import { logFailure } from '@/lib/log'
import { readForm } from '@/lib/server/http/body'
import { senderOf } from '@/lib/server/http/client'
import { notStored, oauthError } from '@/lib/server/http/oauth-error'
import { problem } from '@/lib/server/http/problem'
import { takeFrom } from '@/lib/server/limits/bucket'
import { networkOf } from '@/lib/server/limits/network'
import { introspectToken } from '@/lib/server/tokens/introspect-token'
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

/**
 * Whether an Authorization header is that of the registered resource server: Basic, with id and secret encoded as in a form
 * (RFC 6749, section 2.3.1). Hashed first, so that the comparison takes the same time at any length.
 */
export function isResourceServer(authorization: string | null): boolean {
  const { RESOURCE_SERVER_ID: id, RESOURCE_SERVER_SECRET: secret } = env()
  const presented = basicCredentials(authorization)
  return (
    id !== undefined && secret !== undefined && presented !== null && isHashOf(sha256(`${id}:${secret}`), presented)
  )
}

/** @returns null for what is no Basic header (RFC 7617, section 2) */
function basicCredentials(authorization: string | null): string | null {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization ?? '') ?? []
  const decoded = Buffer.from(encoded ?? '', 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  if (colon === -1) return null

  return `${decodeForm(decoded.slice(0, colon))}:${decodeForm(decoded.slice(colon + 1))}`
}

const decodeForm = (encoded: string) =>
  new URLSearchParams(`value=${encoded.replaceAll('&', '%26')}`).get('value') ?? ''
