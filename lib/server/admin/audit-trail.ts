import 'server-only'
import { type AuditSearch, findAuditEvents } from '@/lib/db/audit-events'
import { findUserId } from '@/lib/db/list-users'

export { type AuditKind, auditKinds } from '@/lib/db/audit-events'

export interface ListedEvent {
  id: string
  at: Date
  kind: string
  detail: string | null
  /** E-mail addresses; null for an unknown user, or one whose account was deleted. */
  person: string | null
  /** The e-mail address of the admin who did it; null where it was the user. */
  actor: string | null
  sessionId: string | null
  model: string | null
  ip: string | null
  userAgent: string | null
}

export interface AuditPage {
  events: ListedEvent[]
  /** Ids to continue from, null at either end. */
  newer: string | null
  older: string | null
}

export interface AuditQuery extends Omit<AuditSearch, 'userId'> {
  /** The e-mail address of the user it is about, or of the admin who did it. */
  email?: string | undefined
}

/** One page of the trail, newest first. @returns null when no account has this address @throws {UnavailableError} */
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
