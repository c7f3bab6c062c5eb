import 'server-only'
import { askPostgres } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
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
  try {
    await askPostgres((database) => database.auditEvent.create({ data: entry, select: { id: true } }))
  } catch (error) {
    if (!isUnknownUser(error)) throw error
    const { userId: _, ...anonymous } = entry
    await askPostgres((database) => database.auditEvent.create({ data: anonymous, select: { id: true } }))
  }
}

/** The account was deleted while its session lived on: then the event is told without it, as the older ones are. */
const isUnknownUser = (error: unknown) =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003'
