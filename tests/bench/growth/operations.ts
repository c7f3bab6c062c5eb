import { randomUUID } from 'node:crypto'
import { Batches } from '@/lib/db/batches'
import { askPostgres } from '@/lib/db/client'
import { type PurgeLimits, purge } from '@/lib/db/purge'
import { endOwnedSession } from '@/lib/db/sessions/end'
import { findAlive, insertSession } from '@/lib/db/sessions/insert'
import { listAlive } from '@/lib/db/sessions/list'
import { cutOff, findLogin } from '@/lib/db/users'
import { sha256 } from '@/lib/ids'
import { days, minutes, nowInSeconds, toDate } from '@/lib/time'
import { personOf, sessionsOf } from '@/tests/bench/growth/fill'

/** What is done with sessions in the database, each time to another person. */
export interface Operation {
  name: string
  times: number
  /** Not measured. */
  prepare?: () => Promise<unknown>
  run: (person: number) => Promise<unknown>
}

const now = () => toDate(nowInSeconds())

export const operations: readonly Operation[] = [
  { name: 'login', times: 50, run: logIn },
  { name: 'check', times: 200, run: (person) => findAlive(sessionsOf(person).stored, now()) },
  { name: 'list', times: 50, run: (person) => listAlive(personOf(person).id, now()) },
  { name: 'revoke one', times: 50, run: (person) => revokeOne(person) },
  { name: 'revoke all of one person', times: 50, run: (person) => cutOff(personOf(person).id, now()) },
  { name: 'purge, a thousand', times: 10, prepare: addOver, run: () => purge(limits(), new Batches({ most: 1 })) },
]

/** The database's part of it: comparing a password takes its time on purpose. */
async function logIn(person: number): Promise<void> {
  const login = await findLogin(personOf(person).email)
  if (!login) throw new Error('nobody may log in under this address')

  const times = {
    authenticatedAt: now(),
    lastSeenAt: now(),
    idleUntil: toDate(nowInSeconds() + days(7)),
    endsAt: toDate(nowInSeconds() + days(30)),
  }
  const id = randomUUID()
  const refreshToken = { id: randomUUID(), tokenHash: sha256(id) }
  const { userId, generation, siteGeneration } = login.access
  const session = { id, userId, model: 'signed' as const, ...times, ip: null, userAgent: null, refreshToken }
  const evicted = await insertSession(session, { generation, siteGeneration }, [])
  if (!evicted) throw new Error('cut off')
}

async function revokeOne(person: number): Promise<void> {
  const owned = { ownerId: personOf(person).id, sessionId: sessionsOf(person).signed }
  if (!(await endOwnedSession(owned, 'revoked', now()))) throw new Error('no such session')
}

/** A thousand sessions that are older than any other, so that there is as much to purge wherever it happens. */
async function addOver(): Promise<void> {
  await askPostgres(
    (database) => database.$executeRaw`
      INSERT INTO "Session" (id, "userId", model, "authenticatedAt", "lastSeenAt", "idleUntil", "endsAt")
      SELECT gen_random_uuid(), md5('user0'), 'stored', past, past, past, past
      FROM generate_series(1, 1000), (SELECT now() - interval '1 year' AS past) long_ago`,
  )
}

const limits = (): PurgeLimits => ({
  sessionsOverBefore: toDate(nowInSeconds() - days(30)),
  refreshTokensUsedBefore: toDate(nowInSeconds() - minutes(10)),
  denialsExpiredBefore: now(),
  auditEventsBefore: toDate(nowInSeconds() - days(365)),
})
