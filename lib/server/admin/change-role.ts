import 'server-only'
import { setRole } from '@/lib/db/roles'
import { type Actor, audit, operator } from '@/lib/server/audit'
import { tell } from '@/lib/server/sessions/publish'
import { raiseAccessVersion } from '@/lib/session/revocation/write'
import type { Role } from '@/lib/session/session'

/**
 * `unchanged`: it is the role already, so nothing was written. `unfinished`: the role is what it should be, but Redis could
 * not be told: what was issued before says the old one until it is due.
 */
export type RoleChange = 'changed' | 'unchanged' | 'unfinished' | 'unknown' | 'last_admin' | 'self'

/**
 * Nobody is logged out: credentials that still say the old role become renewable at once. Repeatable.
 * @throws {UnavailableError} when Postgres is away: then nothing has changed
 */
export async function changeRole(userId: string, role: Role, by: Actor = operator): Promise<RoleChange> {
  // A slip of the mouse must not cost an admin the way back.
  if (by.actorId === userId) return 'self'

  const set = await setRole(userId, role)
  if (set === null) return 'unknown'
  if (set === 'last_admin') return 'last_admin'

  const { was, accessVersion } = set
  // Unchanged too: an earlier change may have been left unfinished.
  const told = await tell(() => raiseAccessVersion(userId, accessVersion))
  if (was !== role) await audit({ kind: 'role_changed', userId, detail: `${was}>${role}`, ...by })
  if (told === 'unfinished') return 'unfinished'
  return was === role ? 'unchanged' : 'changed'
}
