// feature: notice (this file)
import 'server-only'
import { askPostgres } from '@/lib/db/client'

interface Looking {
  userId: string
  /** Of the session that looks: what it has changed itself is no news to it. */
  sessionStartedAt: Date
}

/**
 * All but what this session has changed itself. A change ends every other session, so one that began with the one that made
 * it is that one; unless all happened within one second, in which another login can have begun: then it is told twice
 * rather than never.
 */
const news = ({ userId, sessionStartedAt }: Looking) => ({
  userId,
  NOT: { sessionStartedAt, at: { gt: sessionStartedAt } },
})

/** What nobody has said yet that they know of, newest first, at most so many. */
export function findPasswordChanges(looking: Looking, most: number) {
  return askPostgres((database) =>
    database.passwordChange.findMany({
      where: news(looking),
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: most,
      select: { id: true, at: true, ip: true, userAgent: true },
    }),
  )
}

/** Up to a moment: what has been changed since then was not seen. Repeatable. */
export async function deletePasswordChanges(looking: Looking, until: Date): Promise<void> {
  await askPostgres((database) =>
    database.passwordChange.deleteMany({ where: { ...news(looking), at: { lte: until } } }),
  )
}
