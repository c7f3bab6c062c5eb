import { expect, test } from 'vitest'
import { sessionCap } from '@/lib/db/sessions/insert'
import { env } from '@/lib/env'
import { startSession } from '@/lib/server/sessions/issue'
import { listSessions } from '@/lib/server/sessions/rows'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { accessOf, arrival, end, look, start, visit } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const now = nowInSeconds()

test('[ASVS 7.5.2] the list has what is alive and has a row, newest first, and knows which one is asking', async () => {
  const { userId } = await newPerson()
  const older = await start('stored', userId, now)
  const sealed = await start('sealed', userId, now)
  const newer = await start('signed', userId, now)
  const over = await start('stored', userId, now)
  await end(over.cookies)
  await start('stored', (await newPerson()).userId, now)

  const listed = await listSessions(older.session, now)

  expect(listed.map(({ id, model, isCurrent }) => [id, model, isCurrent])).toEqual([
    [newer.session.id, 'signed', false],
    [older.session.id, 'stored', true],
  ])
  expect((await listSessions(sealed.session, now)).map(({ isCurrent }) => isCurrent)).toEqual([false, false])
})

test.each(models)('a user without another session row gets an empty list: %s', async (model) => {
  const { userId } = await newPerson()
  const { session } = await start(model, userId)

  expect((await listSessions(session, now)).filter(({ isCurrent }) => !isCurrent)).toEqual([])
})

test('a session past its idle timeout is not on the list', async () => {
  const { userId } = await newPerson()
  const { session } = await start('stored', userId, now)

  expect(await listSessions(session, now + env().IDLE_SECONDS - 1)).toHaveLength(1)
  expect(await listSessions(session, now + env().IDLE_SECONDS)).toEqual([])
})

test('a session is never last seen before its start, with any clock skew between us and the database', async () => {
  const { userId } = await newPerson()
  const { session } = await start('stored', userId, now - 300)

  const [listed] = await listSessions(session, now)
  // The database has written the start now: by its clock, later than our clock's time of the last visit.
  expect(listed?.startedAt).toBeGreaterThan(now - 300)
  expect(listed?.lastSeenAt).toBe(listed?.startedAt)
})

test.each(['stored', 'signed'] as const)('a renewal of a %s session updates when it was last seen', async (model) => {
  const { userId } = await newPerson()
  const { session, cookies } = await start(model, userId, now)
  const later = now + env().FRESH_SECONDS

  await visit(cookies, later)

  const [listed] = await listSessions(session, later)
  expect(listed?.lastSeenAt).toBe(later)
  expect(Math.abs((listed?.startedAt ?? 0) - now)).toBeLessThan(60)
})

test.each([
  ['Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
  ['Unknown device', '<img src=x onerror=alert(1)>'],
  ['Unknown device', 'x'.repeat(400)],
  ['Unknown device', ''],
  ['Unknown device', null],
])('[ASVS 3.2.2] a device is called %s, and what it called itself is kept as it was', async (device, userAgent) => {
  const { userId } = await newPerson()
  const login = { ...arrival, client: { ip: null, userAgent }, now }
  const started = await startSession('stored', await accessOf(userId), login)
  if (!started) throw new Error('revoked while starting')

  expect(await listSessions(started.session, now)).toMatchObject([{ device, userAgent, ip: null }])
})

test('[ASVS 7.1.2] the list is as long as the cap at most, and the session that had to end is refused', async () => {
  const { userId } = await newPerson()
  const sessions = []
  for (let made = 0; made <= sessionCap; made += 1) {
    sessions.push(await start(made === 0 ? 'signed' : 'stored', userId))
  }
  const [oldest, newest] = [sessions[0], sessions.at(-1)]
  if (!oldest || !newest) throw new Error('nothing was started')

  const listed = await listSessions(newest.session, nowInSeconds())

  expect(listed).toHaveLength(sessionCap)
  expect(listed.map(({ id }) => id)).not.toContain(oldest.session.id)
  expect(await look(oldest.cookies)).toEqual({ verdict: 'revoked' })
})
