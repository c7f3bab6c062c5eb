import 'server-only'
import { enable } from '@/lib/db/disabled-users'
import type { Actor } from '@/lib/server/actor'
import { audit } from '@/lib/server/audit'

/** May log in again; no earlier session comes back. @throws {UnavailableError} */
export async function enableUser(userId: string, by: Actor): Promise<'enabled' | 'unknown'> {
  if (!(await enable(userId))) return 'unknown'

  await audit({ kind: 'enabled', userId, ...by })
  return 'enabled'
}
