import 'server-only'
import { disable, enable } from '@/lib/db/cut-off'
// model: stored, signed
import { countAliveSessions, findUsers, type UserSearch } from '@/lib/db/list-users'
// end, otherwise: import { findUsers, type UserSearch } from '@/lib/db/list-users'
import { type RoleSet, setRole } from '@/lib/db/roles'
import { findProtected } from '@/lib/db/second-factor/factors' // feature: required-factor
import { type Actor, audit, operator } from '@/lib/server/audit'
import { type End, tell } from '@/lib/server/sessions/end'
import { raiseAccessVersion, raiseGeneration } from '@/lib/session/revocation/write'
import type { Role } from '@/lib/session/session'
import { toDate } from '@/lib/time'

export interface ListedUser {
  id: string
  email: string
  name: string
  role: Role
  isDisabled: boolean
  hasFactor: boolean // feature: required-factor
  // model: stored, signed
  // model: three
  /** Alive stored and signed sessions. Sealed sessions have no rows to count. */
  // end, otherwise: /** Alive sessions that have rows. */
  sessions: number
  // end
}

export interface UserList {
  users: ListedUser[]
  /** Ids to continue from, null at either end. */
  before: string | null
  after: string | null
}

/** One page of users, by e-mail address. @throws {UnavailableError} */
export async function listUsers(search: UserSearch, now: number): Promise<UserList> {
  const { users, hasPrevious, hasNext } = await findUsers(search)
  const ids = users.map(({ id }) => id)
  const counts = await countAliveSessions(ids, toDate(now)) // model: stored, signed
  const protectedIds = await findProtected(ids) // feature: required-factor

  return {
    users: users.map(({ disabledAt, ...user }) => ({
      ...user,
      isDisabled: disabledAt !== null,
      hasFactor: protectedIds.has(user.id), // feature: required-factor
      sessions: counts.get(user.id) ?? 0, // model: stored, signed
    })),
    before: hasPrevious ? (ids.at(0) ?? null) : null,
    after: hasNext ? (ids.at(-1) ?? null) : null,
  }
}

/** The user may log in again; earlier sessions stay revoked. @throws {UnavailableError} */
export async function enableUser(userId: string, by: Actor): Promise<'enabled' | 'unknown'> {
  if (!(await enable(userId))) return 'unknown'

  await audit({ kind: 'enabled', userId, ...by })
  return 'enabled'
}

/** Revokes all sessions of a user and refuses logins. `self`, `last_admin`: nothing has changed. @throws {UnavailableError} */
export async function disableUser(
  userId: string,
  now: number,
  by: Actor = operator,
): Promise<End | 'unknown' | 'last_admin' | 'self'> {
  if (by.actorId === userId) return 'self'

  const generation = await disable(userId, toDate(now))
  if (generation === null) return 'unknown'
  if (generation === 'last_admin') return 'last_admin'

  const end = await tell(() => raiseGeneration(userId, generation))
  await audit({ kind: 'disabled', userId, ...by })
  return end
}

/**
 * `unchanged`: the user already has this role, so nothing was written. `unfinished`: the role is changed, but the
 * change could not be published to Redis: credentials issued before keep the old role until their renewal is due.
 */
export type RoleChange = 'changed' | 'unchanged' | 'unfinished' | 'unknown' | 'last_admin' | 'self'

/**
 * Credentials with the old role become renewable at once. Idempotent.
 * @throws {UnavailableError} when Postgres is unavailable: then nothing has changed
 */
export async function changeRole(userId: string, role: Role, by: Actor = operator): Promise<RoleChange> {
  // Prevents an admin from removing their own rights by mistake.
  if (by.actorId === userId) return 'self'

  const set = await setRole(userId, role)
  if (set === null) return 'unknown'
  if (set === 'last_admin') return 'last_admin'

  const { was } = set
  // Also when unchanged: an earlier change may have been left unpublished.
  const told = await tell(() => publishRole(userId, set))
  if (was !== role) await audit({ kind: 'role_changed', userId, detail: `${was}>${role}`, ...by })
  if (told === 'unfinished') return 'unfinished'
  return was === role ? 'unchanged' : 'changed'
}

/** @throws {UnavailableError} */
async function publishRole(userId: string, set: RoleSet): Promise<void> {
  await raiseAccessVersion(userId, set.accessVersion)
  // feature: required-factor
  // A second factor is required of one of the roles, and the user has none: every session has ended.
  if (set.generation !== null) await raiseGeneration(userId, set.generation)
  // end
}
