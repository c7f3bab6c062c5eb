import 'server-only'
import { type AuditSearch, findAuditEvents } from '@/lib/db/audit-events'
import { findUserId } from '@/lib/db/list-users'

export { type AuditKind, auditKinds } from '@/lib/db/audit-events'

export interface ListedEvent {
  id: string
  at: Date
  kind: string
  detail: string | null
  /** E-mail addresses; null for an unknown person, or one whose account was deleted. */
  person: string | null
  /** Who did it, where that is somebody else. */
  actor: string | null
  sessionId: string | null
  model: string | null
  ip: string | null
  userAgent: string | null
}

export interface AuditPage {
  events: ListedEvent[]
  /** Ids to go on from, null at either end. */
  newer: string | null
  older: string | null
}

export interface AuditQuery extends Omit<AuditSearch, 'userId'> {
  /** Whom it is about, or who did it: an e-mail address. */
  email?: string | undefined
}

/** One page of the trail, newest first. @returns null when nobody has the address that was asked for @throws {UnavailableError} */
export async function listAuditEvents({ email, ...search }: AuditQuery): Promise<AuditPage | null> {
  const userId = email === undefined ? undefined : await findUserId(email)
  if (userId === null) return null

  const { events, hasNewer, hasOlder } = await findAuditEvents({ ...search, userId })
  return {
    events: events.map(({ user, actor, ...event }) => ({
      ...event,
      person: user?.email ?? null,
      actor: actor?.email ?? null,
    })),
    newer: hasNewer ? (events.at(0)?.id ?? null) : null,
    older: hasOlder ? (events.at(-1)?.id ?? null) : null,
  }
}
