import 'server-only'
import { askPostgres } from '@/lib/db/client'
import type { Model } from '@/lib/session/models'

export type AuditKind = 'signup' | 'login' | 'login_failed' | 'logout' | 'refresh_reused' | 'cut_off' | 'role_changed'

/** Ids and words only: never a token, a cookie, an e-mail or a password. */
export interface AuditEntry {
  kind: AuditKind
  userId?: string
  sessionId?: string
  model?: Model
  ip?: string | null
  userAgent?: string | null
}

export async function insertAuditEvent(entry: AuditEntry): Promise<void> {
  await askPostgres((database) => database.auditEvent.create({ data: entry, select: { id: true } }))
}
