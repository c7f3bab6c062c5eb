import 'server-only'
import { createHash } from 'node:crypto'
import { minutes } from '@/lib/time'

/** Seconds for which others may keep it. Of our keys: a new one verifies for at least as long before it signs. */
const maxAge = minutes(5)

/** What everyone may know and keep, on pages of other origins too: the one place with `*` (ASVS 3.4.2). */
export function answerPublic(request: Request, type: string, body: string): Response {
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
  const headers = {
    'Content-Type': type,
    'Cache-Control': `public, max-age=${maxAge}`,
    ETag: etag,
    'Access-Control-Allow-Origin': '*',
  }
  const isKnown = entityTags(request.headers.get('if-none-match')).some((tag) => tag === etag || tag === '*')
  return isKnown ? new Response(null, { status: 304, headers }) : new Response(body, { headers })
}

/** Compared weakly (RFC 9110, section 13.1.2). */
const entityTags = (header: string | null) => (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
