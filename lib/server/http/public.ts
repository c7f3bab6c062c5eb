import 'server-only'
import { minutes } from '@/lib/time'

/** Seconds for which others may keep it. Of our keys: a new one verifies for at least as long before it signs. */
const maxAge = minutes(5)

/** What everyone may know and keep, on pages of other origins too: the one place with `*` (ASVS 3.4.2). */
export function answerPublic(type: string, body: string): Response {
  const headers = {
    'Content-Type': type,
    'Cache-Control': `public, max-age=${maxAge}`,
    'Access-Control-Allow-Origin': '*',
  }
  return new Response(body, { headers })
}
