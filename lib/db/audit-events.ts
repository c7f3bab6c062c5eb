import 'server-only'
import { askPostgres, type Transaction } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { Model } from '@/lib/session/models'
import type { Role } from '@/lib/session/session'

export const auditKinds = [
  ...(['signup', 'login', 'login_failed', 'logout', 'step_up', 'step_up_failed'] as const),
  ...(['renewal_refused', 'refresh_reused', 'revoked'] as const),
  ...(['others_cut_off', 'cut_off', 'everyone_cut_off'] as const),
  ...(['name_changed', 'password_changed', 'role_changed', 'disabled', 'enabled', 'account_deleted'] as const),
] as const
export type AuditKind = (typeof auditKinds)[number]

/** Ids and words only: never a token, a cookie, an e-mail or a password. */
export interface AuditEntry {
  kind: AuditKind
  /** Whom it is about. */
  userId?: string
  /** Who did it, where that is somebody else. */
  actorId?: string
  sessionId?: string
  model?: Model
  ip?: string | null
  userAgent?: string | null
  /** What exactly: of a role, from which to which. */
  detail?: `${Role}>${Role}`
  /** When it happened, where that is not now. */
  at?: Date
}

/** @param id left out, or a name for what is told once: the second entry of that name is not written */
export async function insertAuditEvent(entry: AuditEntry, id?: string): Promise<void> {
  const named = id === undefined ? {} : { id }
  try {
    await insert({ ...entry, ...named })
  } catch (error) {
    if (!isUnknownUser(error)) throw error
    const { userId: _, actorId: __, ...anonymous } = entry
    await insert({ ...anonymous, ...named })
  }
}

/** As a part of something larger that happens as a whole or not at all. */
export async function insertAuditEventIn(transaction: Transaction, data: AuditEntry & { id?: string }): Promise<void> {
  await transaction.auditEvent.createMany({ data, skipDuplicates: true })
}

const insert = (data: AuditEntry & { id?: string }) => askPostgres((database) => insertAuditEventIn(database, data))

/** The account was deleted while its session lived on: then the event is told without it, as the older ones are. */
const isUnknownUser = (error: unknown) =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003'

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
