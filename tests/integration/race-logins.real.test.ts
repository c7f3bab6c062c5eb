import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { sessionCap } from '@/lib/db/sessions/insert'
import { logIn } from '@/lib/server/account/log-in'
import { disableUser } from '@/lib/server/admin/users'
import { startSession } from '@/lib/server/sessions/issue'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import { nowInSeconds } from '@/lib/time'
import { newPerson, password } from '@/tests/integration/support/person'
import { holdUser, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive, rowOf } from '@/tests/integration/support/rows'
import { accessOf, arrival, client, letIn, look, present, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

raceOnRealStores()

const now = nowInSeconds()
const rowModels = ['stored', 'signed'] as const

describe.each(rowModels)('an account with many %s sessions', (model) => {
  test('[ASVS 7.1.2] has exactly 20 after 200 parallel logins, and those that had to end are refused', async () => {
    const { userId } = await newPerson()

    const started = await Promise.all(Array.from({ length: 200 }, () => start(model, userId)))

    expect(await countAlive(userId)).toBe(sessionCap)
    const verdicts = []
    for (const { cookies } of started) verdicts.push((await look(cookies)).verdict)
    expect(verdicts.filter((verdict) => verdict === 'allowed')).toHaveLength(sessionCap)
    expect(verdicts.filter((verdict) => verdict === 'revoked')).toHaveLength(200 - sessionCap)
  }, 120_000)

  test('loses the oldest one, and no other', async () => {
    const { userId } = await newPerson()
    const started = []
    for (let n = 0; n <= sessionCap; n += 1) started.push(await start(model, userId))

    const [oldest, ...others] = started
    expect(await rowOf(oldest?.session.id ?? '')).toMatchObject({ endReason: 'evicted' })
    expect(await look(oldest?.cookies ?? [])).toEqual({ verdict: 'revoked' })
    for (const { cookies } of others) await letIn(look(cookies))
  })
})

test('sealed sessions have no rows to count: there are as many as logins', async () => {
  const { userId } = await newPerson()

  const started = await Promise.all(Array.from({ length: 25 }, () => start('sealed', userId)))

  for (const { cookies } of started) await letIn(look(cookies))
})

describe.each(models)('during a login by %s, after its password was compared', (model) => {
  test.each([
    ['a revocation of all sessions', (userId: string) => cutOffUser(userId, now)],
    ['a revocation of the sessions of everyone', () => cutOffEveryone(now)],
    ['a disabling', (userId: string) => disableUser(userId, now)],
  ])('%s leaves no live session', async (_, revoke) => {
    const { userId } = await newPerson()
    const access = await accessOf(userId)

    await revoke(userId)

    expect(await startSession(model, access, { ...arrival, now })).toBeNull()
    expect(await countAlive(userId)).toBe(0)
  })
})

describe.each(rowModels)(
  'a login by %s concurrent with a revocation of all sessions, at the lock of the account',
  (model) => {
    test('first in line, is revoked', async () => {
      const { userId } = await newPerson()
      const access = await accessOf(userId)

      const row = await holdUser(userId)
      const starting = startSession(model, access, { ...arrival, now })
      await row.waiters(1)
      const cutting = cutOffUser(userId, now)
      await row.waiters(2)
      await row.release()
      const started = await starting
      await cutting

      expect(await countAlive(userId)).toBe(0)
      if (started) expect(await look(started.cookies)).toEqual({ verdict: 'revoked' })
    })

    test('second in line, starts no session', async () => {
      const { userId } = await newPerson()
      const access = await accessOf(userId)

      const row = await holdUser(userId)
      const cutting = cutOffUser(userId, now)
      await row.waiters(1)
      const starting = startSession(model, access, { ...arrival, now })
      await row.waiters(2)
      await row.release()

      expect([await cutting, await starting]).toEqual(['ended', null])
      expect(await askPostgres(({ session }) => session.count({ where: { userId } }))).toBe(0)
    })
  },
)

test.each(models)(
  'a login that loses its connection to PostgreSQL while it waits for a lock keeps the %s session that the browser had',
  async (held) => {
    const { userId, email } = await newPerson()
    const earlier = await start(held, userId)

    const row = await holdUser(userId)
    const attempt = {
      email,
      password,
      model: 'stored',
      presented: present(earlier.cookies),
      client,
      device: null,
    } as const
    const loggingIn = Promise.allSettled([logIn(attempt, nowInSeconds())])
    await row.waiters(1)
    await row.breakWaiting()
    expect(await loggingIn).toMatchObject([{ status: 'rejected', reason: { code: 'unavailable', store: 'postgres' } }])
    await row.release()

    await letIn(look(earlier.cookies))
  },
)
