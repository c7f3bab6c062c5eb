import 'server-only'
import { headers } from 'next/headers'
import { forbidden } from 'next/navigation'
import { isOwnOrigin } from '@/lib/addresses'
import { logReport } from '@/lib/log'
import { bearerIn } from '@/lib/session/presented' // feature: tokens

/** Whether a cross-site request (CSRF) would write with a cookie, which the browser adds to every request (ASVS 3.5.1). */
export function isForeignWrite({ method, headers }: Pick<Request, 'method' | 'headers'>): boolean {
  // feature: tokens
  // A browser adds no bearer token by itself, so CSRF is impossible.
  if (bearerIn(headers) !== null) return false

  // end
  return !isSafe(method) && !isOwnOrigin(headers)
}

/** RFC 9110, section 9.2.1. */
export const isSafe = (method: string) => method === 'GET' || method === 'HEAD' || method === 'OPTIONS'

/**
 * The first line of every action, public ones included: the same-origin check. Next's own check compares with the host
 * in `X-Forwarded-Host`; ours compares with configured addresses (ASVS 3.5.1). Refuses with 403, and logs one line.
 */
export async function requireOwnOrigin(): Promise<void> {
  if (isOwnOrigin(await headers())) return

  logReport('cross_site_action_refused', {})
  forbidden()
}
