import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signAccess } from '@/lib/session/bearer/access-token'
import { check } from '@/lib/session/check'
import { deny, raiseAccessVersion, raiseGeneration, raiseSiteGeneration } from '@/lib/session/revocation/write'
import { Trace } from '@/lib/session/trace'
import { days, minutes } from '@/lib/time'
import { models } from '@/tests/support/models'
import { checkWith } from '../support/check-with'
import { accessClaims, counters, now, reference } from '../support/claims'
import { issue, present } from '../support/present'
import { startRedis } from '../support/start-redis'

let store: Awaited<ReturnType<typeof startRedis>>
beforeAll(async () => {
  store = await startRedis()
})
afterAll(() => store.close())

describe.each(models)('the check of a %s session', (model) => {
  /** Each test has a user of its own, so that a revocation in one test does not affect the next. */
  async function logIn() {
    const [sessionId, userId] = [randomUUID(), randomUUID()]
    const presented = present(...(await issue[model]({ sessionId, userId })))
    return { sessionId, userId, verdict: async (at = now) => (await checkWith(presented, at)).verdict }
  }

  test('allows it within the revalidation interval, after one call to Redis', async () => {
    const cookies = await issue[model]({ sessionId: randomUUID(), userId: randomUUID() })
    const checked = await checkWith(present(...cookies), now)
    expect(checked).toMatchObject({ verdict: 'allowed', credential: { model } })
    expect(checked.steps).toEqual(['open', 'deadlines', 'redis', 'revocation'])
  })

  test('[ASVS 7.4.1] refuses it on its very next request once its id is denied', async () => {
    const visitor = await logIn()
    await deny(visitor.sessionId)
    expect(await visitor.verdict()).toBe('revoked')
  })

  test('ignores the denial of another session of the same user', async () => {
    const visitor = await logIn()
    await deny(randomUUID())
    expect(await visitor.verdict()).toBe('allowed')
  })

  test('refuses it when the generation of its user is above its own', async () => {
    const visitor = await logIn()
    await raiseGeneration(visitor.userId, counters.generation)
    expect(await visitor.verdict()).toBe('allowed')
    await raiseGeneration(visitor.userId, counters.generation + 1)
    expect(await visitor.verdict()).toBe('revoked')
  })

  test('is renewable, not expired, when its role claim is out of date', async () => {
    const visitor = await logIn()
    await raiseAccessVersion(visitor.userId, counters.accessVersion)
    expect(await visitor.verdict()).toBe('allowed')
    await raiseAccessVersion(visitor.userId, counters.accessVersion + 1)
    expect(await visitor.verdict()).toBe('renewable')
  })

  test('is renewable from the second on at which its revalidation interval ends', async () => {
    const visitor = await logIn()
    expect(await visitor.verdict(now + minutes(5) - 1)).toBe('allowed')
    expect(await visitor.verdict(now + minutes(5))).toBe('renewable')
  })

  test('revoked takes precedence over renewable: a revoked session is not renewed', async () => {
    const visitor = await logIn()
    await raiseAccessVersion(visitor.userId, counters.accessVersion + 1)
    await deny(visitor.sessionId)
    expect(await visitor.verdict(now + minutes(6))).toBe('revoked')
  })

  test('[ASVS 7.3.1] is anonymous after the idle timeout', async () => {
    const visitor = await logIn()
    expect(await visitor.verdict(now + days(7) - 1)).toBe('renewable')
    expect(await visitor.verdict(now + days(7))).toBe('anonymous')
  })

  test('[ASVS 7.3.2] is anonymous after the absolute timeout, without a call to Redis', async () => {
    const cookies = await issue[model]({ endsAt: now + 60 })
    expect(await checkWith(present(...cookies), now + 60)).toEqual({
      verdict: 'anonymous',
      stranger: 'expired',
      steps: ['open', 'deadlines'],
    })
  })
})

test('the trace says whether the credential came from the cache, and whether the replica answered for Redis', async () => {
  const presented = present(...(await issue.sealed({ sessionId: randomUUID(), userId: randomUUID() })))
  const memories = async () => {
    const trace = new Trace()
    await check(presented, { now, trace, mode: 'snapshot' })
    return trace.steps.map(({ name, memory }) => (memory ? `${name} ${memory}` : name))
  }

  expect(await memories()).toEqual(['open miss', 'deadlines', 'redis', 'revocation miss'])
  expect(await memories()).toEqual(['open hit', 'deadlines', 'revocation hit'])
})

test('an unauthenticated request costs no call to Redis', async () => {
  expect(await checkWith(present(), now)).toEqual({ verdict: 'anonymous', stranger: 'nothing', steps: ['open'] })
})

test('a bearer token is renewable within the leeway after its expiry, and anonymous afterwards', async () => {
  const token = await signAccess({ ...accessClaims, sessionId: randomUUID(), userId: randomUUID() })
  const at = async (moment: number) => checkWith({ authorization: `Bearer ${token}`, cookies: {} }, moment)
  expect(await at(accessClaims.expiresAt - 1)).toMatchObject({ verdict: 'allowed' })
  expect(await at(accessClaims.expiresAt)).toMatchObject({ verdict: 'renewable' })
  expect(await at(accessClaims.expiresAt + 5)).toMatchObject({ verdict: 'anonymous', stranger: 'expired' })
})

test('a counter never decreases, in any order of two increments', async () => {
  const userId = randomUUID()
  await raiseGeneration(userId, 9)
  await raiseGeneration(userId, 5)
  const visitor = present(...(await issue.sealed({ sessionId: randomUUID(), userId, generation: 8 })))
  expect(await checkWith(visitor, now)).toMatchObject({ verdict: 'revoked' })
})

test('[ASVS 7.4.5] raising the generation of the site revokes every session of every model, and no login after it', async () => {
  const everyone = await Promise.all(models.map((model) => issue[model]()))
  await raiseSiteGeneration(reference.siteGeneration + 1)
  for (const cookies of everyone) expect((await checkWith(present(...cookies), now)).verdict).toBe('revoked')

  const after = await issue.sealed({ siteGeneration: reference.siteGeneration + 1 })
  expect((await checkWith(present(...after), now)).verdict).toBe('allowed')
  // The generation of the site affects every other test of this file.
  await store.redis.flushdb()
})
