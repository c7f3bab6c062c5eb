// feature: tokens (this file)
import 'server-only'
import { env } from '@/lib/env'

/**
 * What pages of other origins may do with our API: whatever a bearer token allows, from the origins of CORS_ORIGINS (ASVS
 * 3.4.2). Cookies are never among it: there is no `Access-Control-Allow-Credentials` anywhere.
 */
export function shareWith(request: Request, response: Response): void {
  response.headers.append('Vary', 'Origin')
  const origin = listedOrigin(request)
  if (origin === null) return

  response.headers.set('Access-Control-Allow-Origin', origin)
  response.headers.set('Access-Control-Expose-Headers', 'WWW-Authenticate, Retry-After, Location, Server-Timing')
}

/** The question that a browser asks before it sends a token along. Whoever is not listed is told what there is, and no more. */
export function answerPreflight(request: Request, methods: readonly string[]): Response {
  const allowed = methods.join(', ')
  const response = new Response(null, { status: 204, headers: { Allow: `${allowed}, OPTIONS`, Vary: 'Origin' } })
  const origin = listedOrigin(request)
  if (origin === null) return response

  response.headers.set('Access-Control-Allow-Origin', origin)
  response.headers.set('Access-Control-Allow-Methods', allowed)
  response.headers.set('Access-Control-Allow-Headers', 'Authorization, Content-Type')
  response.headers.set('Access-Control-Max-Age', '600')
  return response
}

function listedOrigin({ headers }: Request): string | null {
  const origin = headers.get('origin')
  return origin !== null && env().CORS_ORIGINS.includes(origin) ? origin : null
}
