import 'server-only'
import { type AuditEntry, insertAuditEvent } from '@/lib/db/audit-events'
import { logFailure } from '@/lib/log'

/** An audit trail that cannot be written must not stop a logout, and must not be lost in silence either. */
export async function audit(entry: AuditEntry): Promise<void> {
  try {
    await insertAuditEvent(entry)
  } catch (error) {
    logFailure(`audit_lost:${entry.kind}`, error)
  }
}
