// feature: notice (this file)
import 'server-only'
import { askPostgres } from '@/lib/db/client'

interface Looking {
  userId: string
  /** Start of the session that reads: it does not get a notice of its own change. */
  sessionStartedAt: Date
}

/**
 * All changes except those of this session. A change revokes every other session, so a session with the same start as
 * the one that made the change is that one. Exception: within the same second another login can have started; then the
 * notice is shown twice instead of never.
 */
const news = ({ userId, sessionStartedAt }: Looking) => ({
  userId,
  NOT: { sessionStartedAt, at: { gt: sessionStartedAt } },
})

/** The changes that the user has not acknowledged, newest first, at most `most`. */
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

/** Deletes changes up to a moment: later ones were not shown. Idempotent. */
export async function deletePasswordChanges(looking: Looking, until: Date): Promise<void> {
  await askPostgres((database) =>
    database.passwordChange.deleteMany({ where: { ...news(looking), at: { lte: until } } }),
  )
}
