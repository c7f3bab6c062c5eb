import 'server-only'
import type { AuditKind } from '@/lib/db/audit-events'
import { askPostgres } from '@/lib/db/client'

/** Rows of one page. */
export const eventsPerPage = 30

export interface AuditSearch {
  kind?: AuditKind | undefined
  /** Whom it is about, or who did it. */
  userId?: string | undefined
  /** Done by it, or to it. */
  sessionId?: string | undefined
  /** From this moment on. */
  since?: Date | undefined
  /** Up to this moment, which is not included. */
  until?: Date | undefined
  /** The event at the edge of the page that was seen last, and in which direction to go on from there. */
  from?: { eventId: string; direction: 'older' | 'newer' } | undefined
}

/** Newest first. A place that was purged meanwhile is the first page again. */
export async function findAuditEvents({ from, ...filters }: AuditSearch) {
  const place = from ? await placeOf(from.eventId) : null
  const isBack = place !== null && from?.direction === 'newer'
  const order = isBack ? 'asc' : 'desc'

  const found = await askPostgres((database) =>
    database.auditEvent.findMany({
      where: { AND: [matching(filters), place ? beyond(place, isBack) : {}] },
      orderBy: [{ at: order }, { id: order }],
      take: eventsPerPage + 1,
      select: {
        ...({ id: true, at: true, kind: true, detail: true } as const),
        ...({ sessionId: true, model: true, ip: true, userAgent: true } as const),
        user: { select: { email: true } },
        actor: { select: { email: true } },
      },
    }),
  )
  const page = found.slice(0, eventsPerPage)
  const goesOn = found.length > eventsPerPage
  return isBack
    ? { events: page.reverse(), hasNewer: goesOn, hasOlder: true }
    : { events: page, hasNewer: place !== null, hasOlder: goesOn }
}

/** What has happened to one account, newest first: by whomever, at most so many. */
export function findEventsAbout(userId: string, most: number) {
  return askPostgres((database) =>
    database.auditEvent.findMany({
      where: { userId },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: most,
      select: { id: true, at: true, kind: true, detail: true, actorId: true, model: true, ip: true, userAgent: true },
    }),
  )
}

function matching({ kind, userId, sessionId, since, until }: Omit<AuditSearch, 'from'>) {
  return {
    ...(kind && { kind }),
    ...(sessionId && { sessionId }),
    ...(userId && { OR: [{ userId }, { actorId: userId }] }),
    at: { ...(since && { gte: since }), ...(until && { lt: until }) },
  }
}

interface Place {
  id: string
  at: Date
}

/** Two events of one millisecond are told apart by their ids. The first condition alone is what an index can follow. */
function beyond({ id, at }: Place, isBack: boolean) {
  return isBack
    ? { at: { gte: at }, OR: [{ at: { gt: at } }, { id: { gt: id } }] }
    : { at: { lte: at }, OR: [{ at: { lt: at } }, { id: { lt: id } }] }
}

function placeOf(id: string): Promise<Place | null> {
  return askPostgres((database) => database.auditEvent.findUnique({ where: { id }, select: { id: true, at: true } }))
}
