import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { openAccess, signAccess } from '@/lib/session/bearer/access-token'
import { openPresented } from '@/lib/session/open'
import { deny, raiseAccessVersion, raiseGeneration } from '@/lib/session/revocation/write'
import { days } from '@/lib/time'
import { models } from '@/tests/support/models'
import { checkWith } from '../support/check-with'
import { accessClaims, counters, now } from '../support/claims'
import { countCrypto } from '../support/count-crypto'
import { issue, present } from '../support/present'
import { startRedis } from '../support/start-redis'

let store: Awaited<ReturnType<typeof startRedis>>
beforeAll(async () => {
  store = await startRedis()
})
afterAll(() => store.close())
afterEach(() => vi.useRealTimers())

describe.each(models)('a cached %s credential', (model) => {
  /** Each test has a user of its own, so that each credential is new to the cache. */
  async function arrive() {
    const [sessionId, userId] = [randomUUID(), randomUUID()]
    const presented = present(...(await issue[model]({ sessionId, userId })))
    const open = () => openPresented(presented, now)
    return { sessionId, userId, open, verdict: async (at = now) => (await checkWith(presented, at)).verdict }
  }

  test('costs no cryptography, and opens to the same session', async () => {
    const { open } = await arrive()
    const first = await open()

    expect(await countCrypto(open)).toBe(0)
    expect(await open()).toEqual(first)
  })

  test('did cost cryptography the first time, so the count can fail', async () => {
    expect(await countCrypto((await arrive()).open)).toBeGreaterThan(0)
  })

  test('costs it again after FRESH_SECONDS', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { open } = await arrive()
    await open()

    vi.setSystemTime(Date.now() + env().FRESH_SECONDS * 1000 - 1)
    expect(await countCrypto(open)).toBe(0)
    vi.setSystemTime(Date.now() + 1)
    expect(await countCrypto(open)).toBeGreaterThan(0)
  })

  test('is not changed when a caller changes the opened session', async () => {
    const { open } = await arrive()
    const { credential } = await open()
    const shared = credential && 'access' in credential ? credential.access : credential?.claims

    expect(() => Object.assign(shared ?? {}, { userId: 'another user' })).toThrow(TypeError)
    if (credential) Object.assign(credential, { userId: 'another user' })
    expect((await open()).credential?.userId).not.toBe('another user')
  })

  test('[ASVS 7.4.1] is refused on its very next request once its session is denied', async () => {
    const { sessionId, verdict } = await arrive()
    expect(await verdict()).toBe('allowed')
    await deny(sessionId)
    expect(await verdict()).toBe('revoked')
  })

  test('is refused once its user is revoked, and renewable once a role has changed', async () => {
    const { userId, verdict } = await arrive()
    expect(await verdict()).toBe('allowed')
    await raiseAccessVersion(userId, counters.accessVersion + 1)
    expect(await verdict()).toBe('renewable')
    await raiseGeneration(userId, counters.generation + 1)
    expect(await verdict()).toBe('revoked')
  })

  test('[ASVS 7.3.1] outlives none of its deadlines', async () => {
    const { verdict } = await arrive()
    const at = async (moment: number) => [await verdict(), await verdict(moment)]

    expect(await at(now + env().FRESH_SECONDS - 1)).toEqual(['allowed', 'allowed'])
    expect(await at(now + env().FRESH_SECONDS)).toEqual(['allowed', 'renewable'])
    expect(await at(now + days(7) - 1)).toEqual(['allowed', 'renewable'])
    expect(await at(now + days(7))).toEqual(['allowed', 'anonymous'])
  })

  test('[ASVS 7.3.2] is over at its absolute end', async () => {
    const presented = present(...(await issue[model]({ sessionId: randomUUID(), endsAt: now + 60 })))

    expect(await checkWith(presented, now + 59)).toMatchObject({ verdict: 'allowed' })
    expect(await checkWith(presented, now + 60)).toMatchObject({ verdict: 'anonymous', stranger: 'expired' })
  })
})

describe('[ASVS 9.2.1] an access token that was opened before', () => {
  const tolerance = 5

  test('expires when its time and the leeway are over, not a second later', async () => {
    const token = await signAccess(accessClaims)
    const outcomeAt = async (moment: number) => (await openAccess(token, moment)).outcome
    expect(await outcomeAt(now)).toBe('opened')

    expect(await outcomeAt(accessClaims.expiresAt + tolerance - 1)).toBe('opened')
    expect(await outcomeAt(accessClaims.expiresAt + tolerance)).toBe('expired')
    expect(await outcomeAt(now)).toBe('opened')
  })

  test('is refused again by a clock that lags behind, when it was not yet valid at first', async () => {
    const token = await signAccess(accessClaims)
    expect(await openAccess(token, now)).toMatchObject({ outcome: 'opened' })

    expect(await openAccess(token, now - tolerance)).toMatchObject({ outcome: 'opened' })
    expect(await openAccess(token, now - tolerance - 1)).toEqual({ outcome: 'invalid' })
  })

  test('gives the same answer as an uncached one, at every moment', async () => {
    const known = await signAccess(accessClaims)
    await openAccess(known, now)
    const { expiresAt } = accessClaims

    for (const moment of [0, now - 6, now - 5, now, expiresAt - 1, expiresAt, expiresAt + 4, expiresAt + 5, 1e11]) {
      const unknown = await signAccess(accessClaims)
      expect(await openAccess(known, moment), String(moment)).toEqual(await openAccess(unknown, moment))
    }
  })
})
