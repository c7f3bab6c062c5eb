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
