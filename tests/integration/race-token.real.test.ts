import { beforeEach, describe, expect, test } from 'vitest'
import { changeRole } from '@/lib/server/admin/users'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import { issueToken } from '@/lib/server/tokens/answer-token'
import { clockTolerance } from '@/lib/session/deadlines'
import type { Model } from '@/lib/session/models'
import { askRedis } from '@/lib/session/redis'
import { keys } from '@/lib/session/revocation/keys'
import { nowInSeconds } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { holdTable, raceOnRealStores } from '@/tests/integration/support/race'
import { end, start } from '@/tests/integration/support/session'
import { callerWith, exchange, isActive, meBy, saidBy } from '@/tests/integration/support/tokens'
import { models } from '@/tests/support/models'

raceOnRealStores()

const audience = 'http://localhost:3000'

const begin = async (model: Model, role: 'member' | 'admin' = 'member') => {
  const { userId } = await newPerson(role)
  return { userId, ...(await start(model, userId)) }
}

/** Where the database decides about a session, for the token request and for the revocation. */
const decisive = { sealed: 'DeniedSession', stored: 'Session', signed: 'Session' } as const

describe.each(models)('of a %s session, a requested token', (model) => {
  test('before the publication of its end to Redis is not issued after it', async () => {
    const { session, cookies } = await begin(model)
    const inFlight = await callerWith(cookies)

    await end(cookies)
    await askRedis((redis) => redis.del(keys.denied(session.id)))

    expect(await issueToken(inFlight, audience)).toBeNull()
  })

  test('concurrent with its end is refused, or inactive, in five rounds', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { cookies } = await begin(model)
      const table = await holdTable(decisive[model])
      const asking = exchange(cookies)
      await table.waiters(1)
      const ending = end(cookies)
      await table.waiters(2)
      await table.release()

      const [{ status, token }] = await Promise.all([asking, ending])
      expect(status).toBeOneOf([200, 401])
      if (token) expect([await meBy(token), await isActive(token)]).toEqual(['revoked', false])
    }
  })

  test('by a slow request expires from the cache no later than its denial', async () => {
    const { session, cookies } = await begin(model)
    const { token = '' } = (await issueToken(await callerWith(cookies), audience)) ?? {}

    await end(cookies)

    const left = await askRedis((redis) => redis.ttl(keys.denied(session.id)))
    expect(nowInSeconds() + left).toBeGreaterThan(saidBy(token).exp + clockTolerance)
  })

  test('concurrent with the revocation of all sessions of its user is refused, or inactive, in five rounds', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { userId, cookies } = await begin(model)
      const users = await holdTable('User')
      const asking = exchange(cookies)
      await users.waiters(1)
      const cutting = cutOffUser(userId, nowInSeconds())
      await users.waiters(2)
      await users.release()

      const [{ status, token }] = await Promise.all([asking, cutting])
      expect(status).toBeOneOf([200, 401])
      if (token) expect([await meBy(token), await isActive(token)]).toEqual(['revoked', false])
    }
  })

  test('before the revocation of all sessions of its user, and issued after it, does not exist', async () => {
    const { userId, cookies } = await begin(model)
    const inFlight = await callerWith(cookies)
    await cutOffUser(userId, nowInSeconds())
    expect(await issueToken(inFlight, audience)).toBeNull()
  })
})

describe.each(models)('of a %s session of an admin who becomes a member, a token', (model) => {
  beforeEach(async () => {
    // One admin has to stay.
    await newPerson('admin')
  })

  test('requested before the change, and issued after it, never has the old role', async () => {
    const { userId, cookies } = await begin(model, 'admin')
    const inFlight = await callerWith(cookies)
    expect(inFlight.session.role).toBe('admin')

    await changeRole(userId, 'member')

    const { token = '' } = (await issueToken(inFlight, audience)) ?? {}
    expect(saidBy(token).roles).toEqual(['member'])
    expect([await meBy(token), await isActive(token)]).toEqual(['expired', false])
  })

  test('requested during the change has the new role or is inactive, in five rounds', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { userId, cookies } = await begin(model, 'admin')
      const users = await holdTable('User')
      const asking = exchange(cookies)
      await users.waiters(1)
      const changing = changeRole(userId, 'member')
      await users.waiters(2)
      await users.release()

      const [{ status, token }] = await Promise.all([asking, changing])
      expect(status).toBe(200)
      expect(await meBy(token)).toBe('expired')
    }
  })

  test('requested after the change has the new role, and so does the cookie that the browser receives', async () => {
    const { userId, cookies } = await begin(model, 'admin')
    await changeRole(userId, 'member')

    const { token, setCookies } = await exchange(cookies)

    expect(saidBy(token).roles).toEqual(['member'])
    expect(await meBy(token)).toBe('200')
    expect(setCookies).toHaveLength(cookies.length)
  })
})
