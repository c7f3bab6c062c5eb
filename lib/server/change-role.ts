import 'server-only'
import { setRole } from '@/lib/db/roles'
import { type Actor, operator } from '@/lib/server/actor'
import { audit } from '@/lib/server/audit'
import { tell } from '@/lib/server/end-session'
import { raiseAccessVersion } from '@/lib/session/revocation/write'
import type { Role } from '@/lib/session/session'

/** `unfinished`: changed as a fact, but Redis could not be told: what was issued before says the old role until it is due. */
export type RoleChange = 'changed' | 'unfinished' | 'unknown' | 'last_admin' | 'self'

/**
 * Nobody is logged out: credentials that still say the old role become renewable at once. Repeatable.
 * @throws {UnavailableError} when Postgres is away: then nothing has changed
 */
export async function changeRole(userId: string, role: Role, by: Actor = operator): Promise<RoleChange> {
  // A slip of the mouse must not cost an admin the way back.
  if (by.actorId === userId) return 'self'

  const accessVersion = await setRole(userId, role)
  if (accessVersion === null) return 'unknown'
  if (accessVersion === 'last_admin') return 'last_admin'

  const told = await tell(() => raiseAccessVersion(userId, accessVersion))
  await audit({ kind: 'role_changed', userId, ...by })
  return told === 'ended' ? 'changed' : 'unfinished'
}
