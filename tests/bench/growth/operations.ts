import { randomUUID } from 'node:crypto'
import { askPostgres } from '@/lib/db/client'
import { Batches, type PurgeLimits, purge } from '@/lib/db/purge'
import { findAlive, listAlive } from '@/lib/db/sessions/alive'
import { endOwnedSession } from '@/lib/db/sessions/end'
import { insertSession } from '@/lib/db/sessions/insert'
import { cutOff, findLogin } from '@/lib/db/users'
import { sha256 } from '@/lib/ids'
import { days, minutes, nowInSeconds, toDate } from '@/lib/time'
import { personOf, sessionsOf } from '@/tests/bench/growth/fill'

/** Operations on sessions in the database, each time for another user. */
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

/** The database's part of a login: the password hash is slow on purpose and would hide it. */
async function logIn(person: number): Promise<void> {
  const login = await findLogin(personOf(person).email)
  if (!login) throw new Error('no account with this address can log in')

  const times = {
    authenticatedAt: now(),
    amr: ['pwd'],
    lastSeenAt: now(),
    idleFor: days(7),
    persistent: true,
    idleUntil: toDate(nowInSeconds() + days(7)),
    endsAt: toDate(nowInSeconds() + days(30)),
  }
  const id = randomUUID()
  const refreshToken = { id: randomUUID(), tokenHash: sha256(id) }
  const { userId, generation, siteGeneration } = login.access
  const session = { id, userId, model: 'signed' as const, ...times, ip: null, userAgent: null, refreshToken }
  const evicted = await insertSession(session, { generation, siteGeneration }, { replacing: [] })
  if (!evicted) throw new Error('revoked while starting')
}

async function revokeOne(person: number): Promise<void> {
  const owned = { ownerId: personOf(person).id, sessionId: sessionsOf(person).signed }
  if (!(await endOwnedSession(owned, 'revoked', now()))) throw new Error('no such session')
}

/** A thousand sessions older than all others, so that a purge deletes the same number in each database. */
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
