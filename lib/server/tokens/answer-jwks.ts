import 'server-only'
import { createHash } from 'node:crypto'
import { publicKeys } from '@/lib/session/signed/keys'
import { minutes } from '@/lib/time'

/** Seconds for which others may keep our keys: a new one verifies for at least as long before it signs. */
const maxAge = minutes(5)

/** The keys that verify our tokens (RFC 7517), for everyone: public data, so the one place with `*` (ASVS 3.4.2). */
export function answerJwks(request: Request): Response {
  const body = JSON.stringify(publicKeys())
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
  const headers = {
    'Content-Type': 'application/jwk-set+json',
    'Cache-Control': `public, max-age=${maxAge}`,
    ETag: etag,
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  }
  const isKnown = entityTags(request.headers.get('if-none-match')).some((tag) => tag === etag || tag === '*')
  return isKnown ? new Response(null, { status: 304, headers }) : new Response(body, { headers })
}

/** Compared weakly (RFC 9110, section 13.1.2). */
const entityTags = (header: string | null) => (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
