import 'server-only'
import { countAliveSessions, findUsers, type UserSearch } from '@/lib/db/list-users'
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
