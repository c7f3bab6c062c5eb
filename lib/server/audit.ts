import 'server-only'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type AuditEntry, insertAuditEvent } from '@/lib/db/audit-events'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import type { Client } from '@/lib/server/http/client'
import type { Session } from '@/lib/session/session'
import { hours } from '@/lib/time'

/**
 * Writes an entry of the audit trail. A failed write must not stop a logout, and must not lose the entry silently:
 * while PostgreSQL is unavailable, the entry waits in this process and is retried.
 * @param id for work that is retried as a whole: the entry with this id is written once
 */
export async function audit(entry: AuditEntry, id?: string): Promise<void> {
  await write(entry, id)
}

/**
 * For events that a client can cause without limit with one dead credential: writes one entry per session and hour. One
 * request per second for a week would otherwise add 600,000 entries; this way there are 168, without a query first.
 */
export async function auditHourly(entry: AuditEntry & { sessionId: string }, now: number): Promise<void> {
  await write(entry, `${entry.kind}:${entry.sessionId}:${Math.floor(now / hours(1))}`)
}

/** Milliseconds before each further attempt: four minutes in all, longer than most restarts of a database. */
const pauses = [200, 1000, 5000, 15_000, 60_000, 160_000]
/** Entries that wait at the same time in this process. */
const capacity = 5000
let waiting = 0

/** The id is made here, so an attempt whose answer was lost is not written twice. */
async function write(entry: AuditEntry, id = newEntryId()): Promise<void> {
  const at = new Date()
  const error = await tryToWrite(entry, id)
  if (!error) return
  if (!(error instanceof UnavailableError) || error.advice !== null || waiting >= capacity) return lose(entry, error)

  logFailure('audit_delayed', error)
  waiting += 1
  void retry(entry, id, at).finally(() => {
    waiting -= 1
  })
}

/** Runs beside the answer: a login does not wait for it. */
async function retry(entry: AuditEntry, id: string, at: Date): Promise<void> {
  let error: unknown = null
  for (const pause of pauses) {
    await sleep(pause, undefined, { ref: false })
    error = await tryToWrite(entry, id, at)
    if (!error) return
  }
  lose(entry, error)
}

/** @param at only for a late entry: otherwise the database's clock decides, as it does for entries within a transaction */
async function tryToWrite(entry: AuditEntry, id: string, at?: Date): Promise<unknown> {
  try {
    await insertAuditEvent({ ...entry, ...(at && { at }) }, id)
    return null
  } catch (error) {
    return error
  }
}

const lose = (entry: AuditEntry, error: unknown) => logFailure(`audit_lost:${entry.kind}`, error)

/** UUID version 7 (RFC 9562, section 5.7), which sorts by time, as Prisma makes it for entries within a transaction. */
function newEntryId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

/** A user who acts on another user's account, with session and address, for the audit trail. */
export type Actor = Pick<AuditEntry, 'actorId' | 'sessionId' | 'model' | 'ip' | 'userAgent'>

export function actorOf({ session }: { session: Pick<Session, 'userId' | 'id' | 'model'> }, client: Client): Actor {
  return { actorId: session.userId, sessionId: session.id, model: session.model, ...client }
}

/** Code that runs without a request: a script, a test. */
export const operator: Actor = {}
