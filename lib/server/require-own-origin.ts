import 'server-only'
import { headers } from 'next/headers'
import { forbidden } from 'next/navigation'
import { logReport } from '@/lib/log'
import { isOwnOrigin } from '@/lib/origins'

/**
 * The first line of every action, public ones included. Next makes a comparison of its own, but with a host that
 * `X-Forwarded-Host` may name; ours is with configured addresses (ASVS 3.5.1). Refuses with 403, and writes one line.
 */
export async function requireOwnOrigin(): Promise<void> {
  if (isOwnOrigin(await headers())) return

  logReport('cross_site_action_refused', {})
  forbidden()
}
