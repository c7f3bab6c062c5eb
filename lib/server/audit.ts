import 'server-only'
import { type AuditEntry, insertAuditEvent } from '@/lib/db/audit-events'
import { logFailure } from '@/lib/log'
import { hours } from '@/lib/time'

/** An audit trail that cannot be written must not stop a logout, and must not be lost in silence either. */
export async function audit(entry: AuditEntry): Promise<void> {
  await write(entry)
}

/**
 * For what a client can cause as often as it likes with one dead credential. Tried every second for a week, it would
 * bury the trail under 600,000 entries; this way there are 168, exact across processes and without asking first.
 */
export async function auditHourly(entry: AuditEntry & { sessionId: string }, now: number): Promise<void> {
  await write(entry, `${entry.kind}:${entry.sessionId}:${Math.floor(now / hours(1))}`)
}

async function write(entry: AuditEntry, id?: string): Promise<void> {
  try {
    await insertAuditEvent(entry, id)
  } catch (error) {
    logFailure(`audit_lost:${entry.kind}`, error)
  }
}
