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
  // feature: mail
  ...(['reset_link_sent', 'password_reset', 'verify_link_sent', 'address_verified'] as const),
  ...(['change_link_sent', 'address_changed', 'address_restored', 'account_expired'] as const),
  'login_disowned',
  // end
  // feature: second-factor
  ...(['second_factor_on', 'second_factor_off', 'second_factor_asked', 'second_factor_failed'] as const),
  ...(['recovery_codes_made', 'recovery_code_used'] as const),
  ...(['passkey_added', 'passkey_removed', 'passkey_refused', 'passkey_copied'] as const),
  // end
  ...(['second_factor_reset', 'factor_required', 'factor_not_required'] as const), // feature: required-factor
] as const
export type AuditKind = (typeof auditKinds)[number]

/** Ids, codes and the sender's address: never a token, a cookie, an e-mail address or a password. */
export interface AuditEntry {
  kind: AuditKind
  /** The user it is about. */
  userId?: string
  /** The user who did it, where that is another one: an admin. */
  actorId?: string
  sessionId?: string
  model?: Model | null
  ip?: string | null
  userAgent?: string | null
  /** Details: for a changed role, the old and the new one; for a rule about a role, that role. */
  detail?: `${Role}>${Role}` | Role
  /** When it happened, where that is not now. */
  at?: Date
}

/** @param id left out, or a name for an entry that is written once: a second entry with that name is skipped */
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

/** As part of a larger transaction. @returns false for a name that an entry has already */
export async function insertAuditEventIn(
  transaction: Transaction,
  data: AuditEntry & { id?: string },
): Promise<boolean> {
  const { count } = await transaction.auditEvent.createMany({ data, skipDuplicates: true })
  return count === 1
}

const insert = (data: AuditEntry & { id?: string }) => askPostgres((database) => insertAuditEventIn(database, data))

/** The account was deleted while its session was still accepted: then the entry is written without the user, like older entries. */
const isUnknownUser = (error: unknown) =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003'

/** Rows of one page. */
export const eventsPerPage = 30

export interface AuditSearch {
  kind?: AuditKind | undefined
  /** The user it is about, or who did it. */
  userId?: string | undefined
  /** The session that did it, or that it was done to. */
  sessionId?: string | undefined
  /** Inclusive. */
  since?: Date | undefined
  /** Exclusive. */
  until?: Date | undefined
  /** The first or last event of the previous page, and the direction to continue in. */
  from?: { eventId: string; direction: 'older' | 'newer' } | undefined
}

/** Newest first. If that event was purged meanwhile, returns the first page. */
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

/** The events of one account, newest first, done by any user, at most `most`. */
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

/** Events of the same millisecond are ordered by id. The first condition alone can use an index. */
function beyond({ id, at }: Place, isBack: boolean) {
  return isBack
    ? { at: { gte: at }, OR: [{ at: { gt: at } }, { id: { gt: id } }] }
    : { at: { lte: at }, OR: [{ at: { lt: at } }, { id: { lt: id } }] }
}

function placeOf(id: string): Promise<Place | null> {
  return askPostgres((database) => database.auditEvent.findUnique({ where: { id }, select: { id: true, at: true } }))
}
