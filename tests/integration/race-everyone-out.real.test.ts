import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { countAliveSessions } from '@/lib/db/list-users'
import { Batches } from '@/lib/db/purge'
import { endCutOffSessions } from '@/lib/db/sessions/end'
import { insertSession, sessionCap } from '@/lib/db/sessions/insert'
import { raiseSiteRow } from '@/lib/db/site'
import { env } from '@/lib/env'
import { answerPurge } from '@/lib/server/api/purge'
import { cutOffEveryone } from '@/lib/server/sessions/revoke-all'
import { listSessions } from '@/lib/server/sessions/rows'
import { nowInSeconds, toDate } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { holdNewSite, holdSession, holdTable, raceOnRealStores } from '@/tests/integration/support/race'
import { forgetEverything, rowOf } from '@/tests/integration/support/rows'
import { letIn, look, start, visit } from '@/tests/integration/support/session'

raceOnRealStores()

const now = nowInSeconds()
const due = now + env().FRESH_SECONDS
const rowModels = ['stored', 'signed'] as const

/** Many sessions of one user, as rows alone, that began before the revocation. */
async function addRows(count: number): Promise<string> {
  const { userId } = await newPerson()
  await askPostgres(
    (database) => database.$executeRaw`
      INSERT INTO "Session" (id, "userId", model, "authenticatedAt", "lastSeenAt", "idleUntil", "endsAt")
      SELECT gen_random_uuid(), ${userId}, 'signed', now(), now(), later, later
      FROM generate_series(1, ${count}), (SELECT now() + interval '1 day' AS later) tomorrow`,
  )
  return userId
}

const countEnded = (userId: string) =>
  askPostgres(({ session }) => session.count({ where: { userId, endedAt: { not: null } } }))

const purge = async () => (await answerPurge(new Headers({ authorization: `Bearer ${env().CRON_SECRET}` }))).json()

describe.each(rowModels)('a login by %s after a revocation of everyone', (model) => {
  test('stays valid while more than one batch of earlier rows is ended, and so does its row', async () => {
    const many = await addRows(1500)
    const { userId } = await newPerson()
    const before = await start(model, userId, now)

    // An event is written between the commit and the rows.
    const trail = await holdTable('AuditEvent')
    const everyoneOut = cutOffEveryone(now)
    await trail.waiters(1)
    const again = await start(model, userId, now)
    await trail.release()
    expect(await everyoneOut).toBe('ended')

    expect(await countEnded(many)).toBe(1500)
    expect(await rowOf(before.session.id)).toMatchObject({ endReason: 'revoked' })
    expect(await rowOf(again.session.id)).toMatchObject({ endedAt: null })
    expect(await visit(before.cookies, due)).toEqual({ verdict: 'revoked' })
    await letIn(visit(again.cookies, due))
  })
})

describe('a revocation of everyone is committed', () => {
  test('also when Postgres becomes unavailable while their rows are ended', async () => {
    const { cookies } = await start('stored', (await newPerson()).userId, now)

    const sessions = await holdTable('Session')
    const everyoneOut = cutOffEveryone(now)
    await sessions.waiters(1)
    await sessions.breakWaiting()
    expect(await everyoneOut).toBe('ended')
    await sessions.release()

    expect(await visit(cookies, due)).toEqual({ verdict: 'revoked' })
  })

  test('without waiting for a locked row; the purge ends it', async () => {
    const { session, cookies } = await start('stored', (await newPerson()).userId, now)

    const row = await holdSession(session.id)
    expect(await cutOffEveryone(now)).toBe('ended')
    expect(await visit(cookies, due)).toEqual({ verdict: 'revoked' })
    await row.release()

    expect(await rowOf(session.id)).toMatchObject({ endedAt: null })
    await purge()
    expect(await rowOf(session.id)).toMatchObject({ endReason: 'revoked' })
  })

  test('and an admin waits for ten thousand rows at most: the purge continues from there', async () => {
    await endCutOffSessions(toDate(now), new Batches({ most: 100 }))
    const many = await addRows(12_000)

    expect(await cutOffEveryone(now)).toBe('ended')
    const ended = await countEnded(many)

    expect([ended >= 9000, ended <= 10_000]).toEqual([true, true])
    expect(await purge()).toMatchObject({ ended: { sessions: expect.any(Number) } })
    expect(await countEnded(many)).toBe(12_000)
    expect(await purge()).toMatchObject({ ended: { sessions: 0 } })
  })
})

describe.each(rowModels)('a row of a %s session that is still open after a revocation of everyone', (model) => {
  async function cutOffHalfway() {
    const { userId } = await newPerson()
    const before = await start(model, userId, now)
    await raiseSiteRow()
    return { userId, before, again: await start(model, userId, now) }
  }

  test('is on no list and in no count', async () => {
    const { userId, again } = await cutOffHalfway()

    expect((await listSessions(again.session, now)).map(({ id }) => id)).toEqual([again.session.id])
    expect((await countAliveSessions([userId], toDate(now))).get(userId)).toBe(1)
  })

  test('is refused when Redis has lost the revocation', async () => {
    const { before, again } = await cutOffHalfway()
    await forgetEverything()

    if (model === 'stored') expect(await look(before.cookies, now)).toEqual({ verdict: 'revoked' })
    expect(await look(before.cookies, due)).toEqual({ verdict: 'revoked' })
    await letIn(look(again.cookies, now))
  })

  test('does not count towards the session limit', async () => {
    const { userId, again } = await cutOffHalfway()

    for (let made = 1; made < sessionCap; made += 1) await start(model, userId, now)

    await letIn(look(again.cookies, now))
    expect(await countEnded(userId)).toBe(0)
  })
})

describe.each([
  ['a revocation of everyone', 1, null],
  ['another first login', 0, []],
] as const)('the first login of a database, at the same time as %s', (_, generation, expected) => {
  test(`waits for it, and then ${expected ? 'starts' : 'starts no session'}`, async () => {
    const { userId } = await newPerson()
    await askPostgres(({ site }) => site.deleteMany())
    const [id, at, later] = [randomUUID(), toDate(now), toDate(now + 3600)]
    const times = { authenticatedAt: at, lastSeenAt: at, idleUntil: later, endsAt: later, idleFor: null }
    const row = { id, userId, model: rowModels[0], amr: ['pwd'], persistent: true, ip: null, userAgent: null, ...times }

    const site = await holdNewSite(generation)
    const starting = insertSession(row, { generation: 0, siteGeneration: 0 }, { replacing: [] })
    await site.waiters(1)
    await site.release()

    expect(await starting).toEqual(expected)
    expect(await askPostgres(({ session }) => session.count({ where: { id } }))).toBe(expected ? 1 : 0)
  })
})
