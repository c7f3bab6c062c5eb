import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { findAuditEvents, insertAuditEvent } from '@/lib/db/audit-events'
import { askPostgres } from '@/lib/db/client'
import { changePasswordRow, cutOffOthers, disable, enable } from '@/lib/db/cut-off'
import { countAliveSessions, findUserId, findUsers } from '@/lib/db/list-users'
import * as addresses from '@/lib/db/mail/addresses' // feature: mail
import * as expired from '@/lib/db/mail/expired-accounts' // feature: mail
import * as links from '@/lib/db/mail/links' // feature: mail
import * as notices from '@/lib/db/mail/login-notices' // feature: mail
import * as outbox from '@/lib/db/mail/outbox' // feature: mail
import * as recover from '@/lib/db/mail/recover' // feature: mail
import { openAccount } from '@/lib/db/open-account' // feature: mail
import { deletePasswordChanges, findPasswordChanges } from '@/lib/db/password-changes'
import { Batches, purge } from '@/lib/db/purge'
import { setRole } from '@/lib/db/roles'
import { extend, findAlive, findSessionData, listAlive, updateSessionData } from '@/lib/db/sessions/alive'
import { denyLast, insertDenied, isDenied } from '@/lib/db/sessions/denied'
import { endCutOffSessions, endOwnedSession, endSessionRow, hasRowEnded } from '@/lib/db/sessions/end'
import { insertSession } from '@/lib/db/sessions/insert'
import { isUsable, rotate } from '@/lib/db/sessions/refresh-tokens'
import { getSiteGeneration, raiseSiteRow } from '@/lib/db/site'
import { cutOff, findLogin, getAccess, getProfile } from '@/lib/db/users'
import { env } from '@/lib/env'
import { sha256 } from '@/lib/ids'
import { rowsOf } from '@/tests/integration/support/own-postgres'
import { addUser } from '@/tests/integration/support/person'
import { raceOnRealStores } from '@/tests/integration/support/race'

/*
 * Postgres counts the full scans of each table. Here it avoids them at any price, so a query that makes one has no
 * index.
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
  const login = { authenticatedAt: now, amr: ['pwd'], idleFor: null, persistent: true }
  const times = { lastSeenAt: now, idleUntil: later, endsAt: later, ...login }
  const refreshToken = { id: randomUUID(), tokenHash: token }
  const standing = { generation: 0, siteGeneration: await getSiteGeneration() }
  await insertSession({ id, userId, model: 'signed', ...times, ip: null, userAgent: null, refreshToken }, standing, {
    replacing: [],
  })
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
  expect(
    await rotate({
      ...request,
      graceSeconds: 0,
      warn: async () => ({ id: randomUUID(), letter: '', lifetime: 60 }), // feature: mail
    }),
  ).toEqual({ outcome: 'reused' })
  await isUsable(token, id, 30)

  await listAlive(userId, now)
  await changePasswordRow({ userId, passwordHash: '', was, keeping: id, by, now })
  await findPasswordChanges({ userId, sessionStartedAt: later }, 1)
  await deletePasswordChanges({ userId, sessionStartedAt: later }, now)
  await cutOffOthers({ userId, generation: 1, sessionId: id }, now)
  await endOwnedSession({ ownerId: 'another user', sessionId: id }, 'revoked', now)
  for (let times = 0; times < 2; times += 1) await endSessionRow(id, 'logout', now)
  await hasRowEnded(id)
  await insertDenied({ sessionId: id, expiresAt: now })
  await denyLast(id, now)
  await isDenied(id)
  await insertAuditEvent({ kind: 'login', userId })
  await handleMail(userId, email) // feature: mail
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

// feature: mail
async function handleMail(userId: string, email: string): Promise<void> {
  const [codeHash, other] = [sha256('a code'), sha256('another code')]
  const tell = async () => ({ id: randomUUID(), letter: '', lifetime: 60 })
  await outbox.queueMailRow(await tell())
  await outbox.secondsUntilMail()
  for (const mail of await outbox.claimMail(5, 60)) {
    await outbox.postponeMail(mail, 60)
    await outbox.deleteMail(mail.id)
  }
  for (const of of [{ email }, { userId }]) await links.findRecipient(of)
  await links.findOwner(`free-${email}`)
  const sentTo = email
  for (const askedAt of [now, later])
    await links.saveLink({ userId, purpose: 'reset', codeHash, askedAt, lifetime: 60, sentTo })
  await links.findLinkPurpose(codeHash)
  const row = { passwordHash: '', by: { ip: null, userAgent: null }, now }
  for (const hash of [other, codeHash]) await recover.resetPasswordRow({ ...row, codeHash: hash, tell })
  await links.findUserOfUsedLink(codeHash)
  await handleNotices(userId)
  await changeAndUndo({ userId, email, row, tell })
}

async function handleNotices(userId: string): Promise<void> {
  const codes = [sha256('one login'), sha256('another login')]
  const write = async () => ({ id: randomUUID(), letter: '', lifetime: 60 })
  const generation = (await getAccess(userId))?.generation ?? 0
  for (const codeHash of codes) await notices.insertLoginNotice({ userId, generation, codeHash, lifetime: 60, write })
  for (const codeHash of codes) {
    const link = { codeHash: sha256('a new password'), lifetime: 60 }
    await notices.disownLoginRow({ codeHash, lockedHash: '', link, by: { ip: null, userAgent: null }, now })
  }
}

interface Changing {
  userId: string
  email: string
  row: { passwordHash: string; by: links.By; now: Date }
  tell: () => Promise<outbox.MailToQueue>
}

async function changeAndUndo({ userId, email, row, tell }: Changing): Promise<void> {
  const [verify, change, undo] = [sha256('to verify'), sha256('to change'), sha256('to undo')]
  const link = { userId, askedAt: later, lifetime: 60, sentTo: email }
  await links.saveLink({ ...link, purpose: 'verify', codeHash: verify })
  expect(await addresses.verifyAddressRow(verify, row.by)).toBe(true)
  const generation = (await addresses.getAddress(userId))?.generation ?? 0
  const wanted = { email: `new-${email}`, generation }
  await links.saveLink({ ...link, purpose: 'change', codeHash: change, change: wanted })
  const tellBoth = async () => [await tell()]
  const keeping = { userId, generation, sessionId: 's' }
  await openAccount({ email: wanted.email, name: '', passwordHash: '' }, row.by, tell)
  await askPostgres(({ user }) => user.delete({ where: { email: wanted.email } }))
  const changing = { ...row, codeHash: change, keeping, undo: { hash: undo, lifetime: 60 }, tell: tellBoth }
  expect(await addresses.changeAddressRow(changing)).toMatchObject({ isKept: true })
  expect(await recover.isUndoLive(undo)).toBe(true)
  await links.findUserOfUsedLink(undo)
  expect(await recover.undoChangeRow({ ...row, codeHash: undo, tell: tellBoth })).toMatchObject({ userId })
  for (const { id } of await expired.findExpiredAccounts(later, 1)) await expired.cutOffExpired(id, now)
  await expired.cutOffExpired(userId, now)
  await expired.deleteExpired(userId)
}

// end
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

test('no query makes a full table scan', async () => {
  await askPostgres((client) => client.$disconnect())
  await rowsOf(env().DATABASE_URL, `ALTER DATABASE "${database()}" SET enable_seqscan = off`)
  // The migrations' connection builds indexes with full scans, and reports them when it closes: after some idle
  // seconds.
  await expect.poll(countOthers, { timeout: 20_000 }).toBe(0)
  await rowsOf(env().DATABASE_URL, 'SELECT pg_stat_reset()::text')

  await everyQuery()
  // A connection reports its counts when it closes, at the latest.
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
