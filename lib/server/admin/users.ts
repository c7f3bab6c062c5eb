import 'server-only'
import { disable, enable } from '@/lib/db/cut-off'
import { countAliveSessions, findUsers, type UserSearch } from '@/lib/db/list-users'
import { type Actor, audit, operator } from '@/lib/server/audit'
import { type End, tell } from '@/lib/server/sessions/publish'
import { raiseGeneration } from '@/lib/session/revocation/write'
import type { Role } from '@/lib/session/session'
import { toDate } from '@/lib/time'

export interface ListedUser {
  id: string
  email: string
  name: string
  role: Role
  isDisabled: boolean
  /** Alive stored and signed sessions: sealed ones have no rows to count. */
  sessions: number
}

export interface UserList {
  users: ListedUser[]
  /** Ids to go on from, null at either end. */
  before: string | null
  after: string | null
}

/** One page of users, by e-mail address. @throws {UnavailableError} */
export async function listUsers(search: UserSearch, now: number): Promise<UserList> {
  const { users, hasPrevious, hasNext } = await findUsers(search)
  const ids = users.map(({ id }) => id)
  const counts = await countAliveSessions(ids, toDate(now))

  return {
    users: users.map(({ disabledAt, ...user }) => ({
      ...user,
      isDisabled: disabledAt !== null,
      sessions: counts.get(user.id) ?? 0,
    })),
    before: hasPrevious ? (ids.at(0) ?? null) : null,
    after: hasNext ? (ids.at(-1) ?? null) : null,
  }
}

/** May log in again; no earlier session comes back. @throws {UnavailableError} */
export async function enableUser(userId: string, by: Actor): Promise<'enabled' | 'unknown'> {
  if (!(await enable(userId))) return 'unknown'

  await audit({ kind: 'enabled', userId, ...by })
  return 'enabled'
}

/** Revokes all sessions of a user, of every model, and refuses further logins. `self`, `last_admin`: nothing has happened. @throws {UnavailableError} */
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
