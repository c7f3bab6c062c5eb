// feature: tokens, openapi (this file)
import 'server-only'
import { env } from '@/lib/env' // feature: tokens
import { minutes } from '@/lib/time'

// feature: tokens
/**
 * CORS for our API: pages on the origins in CORS_ORIGINS may call it with a bearer token (ASVS 3.4.2), never with
 * cookies: there is no `Access-Control-Allow-Credentials` anywhere.
 */
export function shareWith(request: Request, response: Response): void {
  response.headers.append('Vary', 'Origin')
  const origin = listedOrigin(request)
  if (origin === null) return

  response.headers.set('Access-Control-Allow-Origin', origin)
  response.headers.set('Access-Control-Expose-Headers', 'WWW-Authenticate, Retry-After, Location, Server-Timing')
}

/** Answers the preflight before a request with a token. An origin that is not listed only learns which methods exist. */
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
// end

/** Seconds for which caches may store the answer. A new signing key is published at least as long before it signs. */
const maxAge = minutes(5)

/** Answers with public data, for pages on any origin: the only code that sends `*` (ASVS 3.4.2). */
export function answerPublic(type: string, body: string): Response {
  const headers = {
    'Content-Type': type,
    'Cache-Control': `public, max-age=${maxAge}`,
    'Access-Control-Allow-Origin': '*',
  }
  return new Response(body, { headers })
}
