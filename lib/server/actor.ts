import 'server-only'
import type { AuditEntry } from '@/lib/db/audit-events'
import type { AllowedVisitor } from '@/lib/server/check-visitor'
import type { Client } from '@/lib/server/client'

/** Who does something to somebody else, by which session and from where: as the audit trail tells it. */
export type Actor = Pick<AuditEntry, 'actorId' | 'sessionId' | 'model' | 'ip' | 'userAgent'>

export function actorOf({ session }: AllowedVisitor, client: Client): Actor {
  return { actorId: session.userId, sessionId: session.id, model: session.model, ...client }
}

/** Whoever runs this code without a request: a script, a test. */
export const operator: Actor = {}
