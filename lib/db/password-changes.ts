import 'server-only'
import { askPostgres } from '@/lib/db/client'

interface Looking {
  userId: string
  /** Of the session that looks: what it has changed itself is no news to it. */
  sessionStartedAt: Date
}

const news = ({ userId, sessionStartedAt }: Looking) => ({ userId, sessionStartedAt: { not: sessionStartedAt } })

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
