// feature: admin (this file)
import 'server-only'
import { askPostgres } from '@/lib/db/client'
import { alive, notCutOff } from '@/lib/db/sessions/alive' // model: stored, signed
import { getSiteGeneration } from '@/lib/db/site' // model: stored, signed
import { normalizeEmail } from '@/lib/db/users'

/** Rows of one page. */
export const usersPerPage = 20

export interface UserSearch {
  /** Part of a name or of an e-mail address, in any case. Empty: all users. */
  words: string
  /** The first or last user of the previous page, and the direction to continue in. */
  from?: { userId: string; direction: 'after' | 'before' } | undefined
}

/**
 * By e-mail address. Reads one more row than a page has, which shows whether there is a next page, without counting. If
 * the user to continue from was deleted meanwhile, returns the first page.
 */
export async function findUsers({ words, from }: UserSearch) {
  const place = from ? await emailOf(from.userId) : null
  const isBack = place !== null && from?.direction === 'before'
  const beyond = place === null ? {} : { email: isBack ? { lt: place } : { gt: place } }

  const found = await askPostgres((database) =>
    database.user.findMany({
      where: { AND: [matching(words), beyond] },
      orderBy: { email: isBack ? 'desc' : 'asc' },
      take: usersPerPage + 1,
      select: { id: true, email: true, name: true, role: true, disabledAt: true },
    }),
  )
  const page = found.slice(0, usersPerPage)
  const goesOn = found.length > usersPerPage
  return isBack
    ? { users: page.reverse(), hasPrevious: goesOn, hasNext: true }
    : { users: page, hasPrevious: place !== null, hasNext: goesOn }
}

/** Searches for the text as typed: `%`, `_` and `\` are wildcards of LIKE, and Prisma does not escape them. */
function matching(words: string) {
  if (words === '') return {}
  const contains = { contains: words.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' } as const
  return { OR: [{ email: contains }, { name: contains }] }
}

async function emailOf(userId: string): Promise<string | null> {
  const user = await askPostgres((database) =>
    database.user.findUnique({ where: { id: userId }, select: { email: true } }),
  )
  return user?.email ?? null
}

// model: stored, signed
/** The number of sessions of these users, by user id; a user without sessions is missing. Sealed sessions have no rows. */
export async function countAliveSessions(userIds: readonly string[], now: Date): Promise<ReadonlyMap<string, number>> {
  const siteGeneration = await getSiteGeneration()
  const counted = await askPostgres((database) =>
    database.session.groupBy({
      by: ['userId'],
      where: { userId: { in: [...userIds] }, ...alive(now), ...notCutOff(siteGeneration) },
      _count: { _all: true },
    }),
  )
  return new Map(counted.map(({ userId, _count }) => [userId, _count._all]))
}
// end

/** @returns null when no account has this address */
export async function findUserId(email: string): Promise<string | null> {
  const user = await askPostgres((database) =>
    database.user.findUnique({ where: { email: normalizeEmail(email) }, select: { id: true } }),
  )
  return user?.id ?? null
}
