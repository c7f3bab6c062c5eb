import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { findAuditEvents, insertAuditEvent } from '@/lib/db/audit-events'
import { Batches } from '@/lib/db/batches'
import { askPostgres } from '@/lib/db/client'
import { changePasswordRow, cutOffOthers, disable, enable } from '@/lib/db/cut-off'
import { countAliveSessions, findUserId, findUsers } from '@/lib/db/list-users'
import { deletePasswordChanges, findPasswordChanges } from '@/lib/db/password-changes'
import { purge } from '@/lib/db/purge'
import { setRole } from '@/lib/db/roles'
import { findSessionData, updateSessionData } from '@/lib/db/sessions/data'
import { denyLast, insertDenied, isDenied } from '@/lib/db/sessions/denied'
import { endCutOffSessions, endOwnedSession, endSessionRow, hasRowEnded } from '@/lib/db/sessions/end'
import { extend, findAlive, insertSession } from '@/lib/db/sessions/insert'
import { listAlive } from '@/lib/db/sessions/list'
import { isUsable, rotate } from '@/lib/db/sessions/refresh-tokens'
import { getSiteGeneration, raiseSiteRow } from '@/lib/db/site'
import { cutOff, findLogin, getAccess, getProfile } from '@/lib/db/users'
import { env } from '@/lib/env'
import { sha256 } from '@/lib/ids'
import { rowsOf } from '@/tests/integration/support/own-postgres'
import { addUser } from '@/tests/integration/support/person'
import { raceOnRealStores } from '@/tests/integration/support/race'

/*
 * Postgres counts the scans of each table that read it from end to end. Here it is told to avoid them at any price,
 * so a query that makes one has no index to go by.
 */

raceOnRealStores()

const database = () => new URL(env().DATABASE_URL).pathname.slice(1)

const now = new Date()
const later = new Date(now.getTime() + 60_000)
const token = sha256('a token')
const was = { passwordHash: '', generation: 0 }
const by = { sessionStartedAt: now, ip: null, userAgent: null }

async function everyQuery(): Promise<void> {
  const email = `${randomUUID()}@example.com`
  const userId = (await addUser({ email, name: '', passwordHash: '' })) ?? ''
  await addUser({ email, name: '', passwordHash: '' })
  await findLogin(email)
  await getProfile(userId)
  await getAccess(userId)
  await setRole(userId, 'admin')
  expect(await setRole(userId, 'editor')).toBe('last_admin')
  expect(await disable(userId, now)).toBe('last_admin')

  const id = randomUUID()
  const times = { authenticatedAt: now, lastSeenAt: now, idleUntil: later, endsAt: later }
  const refreshToken = { id: randomUUID(), tokenHash: token }
  const standing = { generation: 0, siteGeneration: await getSiteGeneration() }
  await insertSession({ id, userId, model: 'signed', ...times, ip: null, userAgent: null, refreshToken }, standing, [])
  await findAlive(id, now)
  await extend(id, later, now)
  await updateSessionData(id, now, () => ({}))
  await findSessionData(id, now)

  const child = { id: randomUUID(), hash: sha256('its child') }
  const request = {
    sessionId: id,
    userId,
    tokenHash: token,
    child,
    idleUntil: later,
    graceSeconds: 30,
    now,
    giveUpAt: Number.POSITIVE_INFINITY,
  }
  expect(await rotate(request)).toEqual({ outcome: 'rotated' })
  expect(await rotate(request)).toMatchObject({ outcome: 'retried' })
  expect(await rotate({ ...request, graceSeconds: 0 })).toEqual({ outcome: 'reused' })
  await isUsable(token, id, 30)

  await listAlive(userId, now)
  await changePasswordRow({ userId, passwordHash: '', was, keeping: id, by, now })
  await findPasswordChanges({ userId, sessionStartedAt: later }, 1)
  await deletePasswordChanges({ userId, sessionStartedAt: later }, now)
  await cutOffOthers({ userId, generation: 1, sessionId: id }, now)
  await endOwnedSession({ ownerId: 'somebody else', sessionId: id }, 'revoked', now)
  for (let times = 0; times < 2; times += 1) await endSessionRow(id, 'logout', now)
  await hasRowEnded(id)
  await insertDenied({ sessionId: id, expiresAt: now })
  await denyLast(id, now)
  await isDenied(id)
  await insertAuditEvent({ kind: 'login', userId })
  await lookAsAdmin(userId, email)
  await cutOff(userId, now)
  await enable(userId)
  await raiseSiteRow()
  await endCutOffSessions(now, new Batches({ most: 1 }))
  await getSiteGeneration()
  await purgeEverything()
  await askPostgres(({ user }) => user.delete({ where: { id: userId } }))
}

async function lookAsAdmin(userId: string, email: string): Promise<void> {
  for (const direction of ['after', 'before'] as const) await findUsers({ words: 'some', from: { userId, direction } })
  await countAliveSessions([userId], now)
  await findUserId(email)
  const eventId = (await findAuditEvents({})).events[0]?.id ?? ''
  for (const filter of [{}, { userId }, { kind: 'login' as const }, { sessionId: 's' }, { since: now, until: later }]) {
    await findAuditEvents(filter)
    for (const direction of ['older', 'newer'] as const)
      await findAuditEvents({ ...filter, from: { eventId, direction } })
  }
}

const purgeEverything = () =>
  purge(
    {
      sessionsOverBefore: later,
      refreshTokensUsedBefore: later,
      denialsExpiredBefore: later,
      auditEventsBefore: later,
    },
    new Batches({ most: 1 }),
  )

test('no query reads a table from end to end', async () => {
  await askPostgres((client) => client.$disconnect())
  await rowsOf(env().DATABASE_URL, `ALTER DATABASE "${database()}" SET enable_seqscan = off`)
  // The migrations' connection builds indexes from end to end, and tells so when it closes: after some idle seconds.
  await expect.poll(countOthers, { timeout: 20_000 }).toBe(0)
  await rowsOf(env().DATABASE_URL, 'SELECT pg_stat_reset()::text')

  await everyQuery()
  // What a connection has counted is told when it closes, at the latest.
  await askPostgres((client) => client.$disconnect())

  const counted = () =>
    rowsOf(
      env().DATABASE_URL,
      'SELECT relname::text, seq_scan::int, idx_scan::int FROM pg_stat_user_tables ORDER BY relname',
    )
  await expect
    .poll(async () => (await counted()).every(([name, , byIndex]) => isUnindexed(name) || byIndex), {
      timeout: 5000,
    })
    .toBe(true)
  expect((await counted()).filter(([, fromEndToEnd]) => fromEndToEnd !== 0)).toEqual([])
})

const countOthers = async () =>
  (
    await rowsOf(
      env().DATABASE_URL,
      'SELECT pid::int FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
  ).length

const isUnindexed = (table: unknown) => table === '_prisma_migrations'
