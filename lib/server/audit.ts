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
 * An audit trail that cannot be written must not stop a logout, and must not be lost in silence either. While PostgreSQL is
 * unavailable an entry waits in this process and is tried again.
 */
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

/** Milliseconds before each further attempt: four minutes in all, longer than most restarts of a database. */
const pauses = [200, 1000, 5000, 15_000, 60_000, 160_000]
/** Entries that wait at the same time in this process. */
const capacity = 5000
let waiting = 0

/** The id is made here, and an attempt whose answer was lost is written once. */
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

/** Beside the answer: a login does not wait for it. */
async function retry(entry: AuditEntry, id: string, at: Date): Promise<void> {
  let error: unknown = null
  for (const pause of pauses) {
    await sleep(pause, undefined, { ref: false })
    error = await tryToWrite(entry, id, at)
    if (!error) return
  }
  lose(entry, error)
}

/** @param at only for what is late: otherwise the database's clock decides, as it does for entries within a transaction */
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

/** Who does something to somebody else, by which session and from where: as the audit trail tells it. */
export type Actor = Pick<AuditEntry, 'actorId' | 'sessionId' | 'model' | 'ip' | 'userAgent'>

export function actorOf({ session }: { session: Pick<Session, 'userId' | 'id' | 'model'> }, client: Client): Actor {
  return { actorId: session.userId, sessionId: session.id, model: session.model, ...client }
}

/** Whoever runs this code without a request: a script, a test. */
export const operator: Actor = {}
