import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAccess, signAccess } from '@/lib/session/bearer/access-token'
import { cookieNames } from '@/lib/session/cookies'
import { deny } from '@/lib/session/revocation/write'
import { newJwk } from '@/tests/support/key-pair'
import { checkWith } from '../support/check-with'
import { accessClaims, now } from '../support/claims'
import { countCrypto } from '../support/count-crypto'
import { issue, present } from '../support/present'
import { turnSignature } from '../support/resign'
import { flipAt, respellings } from '../support/respell'
import { seals } from '../support/seals'
import { startProcess } from '../support/start-process'
import { startRedis } from '../support/start-redis'

let store: Awaited<ReturnType<typeof startRedis>>
beforeAll(async () => {
  store = await startRedis()
})
afterAll(() => store.close())

describe.each(seals)('a cached $purpose seal', ({ claims, make, open }) => {
  test('is a new entry when it is respelled: opened by itself, once', async () => {
    const genuine = await make()
    await open(genuine)
    const respelled = genuine.replace('~2', '')

    expect(await countCrypto(() => open(respelled))).toBeGreaterThan(0)
    expect(await countCrypto(() => open(respelled))).toBe(0)
    expect(await open(respelled)).toEqual(claims)
  })

  test('makes a forgery neither cheaper nor valid', async () => {
    const genuine = await make()
    await open(genuine)
    const forged = flipAt(genuine, Math.floor(genuine.length / 2))

    for (let tries = 0; tries < 2; tries += 1) {
      expect(await countCrypto(() => open(forged))).toBeGreaterThan(0)
      expect(await open(forged)).toBeNull()
    }
  })

  test('is anonymous where it is presented as another kind, which misses the cache', async () => {
    const genuine = await make()
    await open(genuine)

    for (const other of seals.filter((one) => one.open !== open)) {
      for (let tries = 0; tries < 2; tries += 1) expect(await other.open(genuine)).toBeNull()
    }
  })
})

describe.each(['sealed', 'stored'] as const)('[ASVS 7.4.1] a %s session that is denied', (model) => {
  test('is refused in every spelling that was opened before', async () => {
    const sessionId = randomUUID()
    const [cookie] = await issue[model]({ sessionId, userId: randomUUID() })
    if (!cookie) throw new Error('a login has a cookie')
    const spellings = [cookie.value, cookie.value.replace('~2', ''), cookie.value.replace('~2', '=~2')]
    const verdicts = () =>
      Promise.all(
        spellings.map(
          async (value) => (await checkWith(present({ ...cookie, name: cookieNames[model], value }), now)).verdict,
        ),
      )
    expect(await verdicts()).toEqual(['allowed', 'allowed', 'allowed'])

    await deny(sessionId)

    expect(await verdicts()).toEqual(['revoked', 'revoked', 'revoked'])
  })
})

describe('a cached access token', () => {
  test('[ASVS 7.4.1] lends nothing to its respellings', async () => {
    const token = await signAccess(accessClaims)
    await openAccess(token, now)
    const [head = '', body = '', signature = ''] = token.split('.')

    for (const other of [...respellings(signature), `${signature}=`, ` ${signature}`]) {
      for (let tries = 0; tries < 2; tries += 1) {
        expect(await openAccess(`${head}.${body}.${other}`, now)).toEqual({ outcome: 'malformed' })
      }
    }
  })

  test('[ASVS 7.4.1] is the same session with its signature turned over, and is denied with it', async () => {
    const sessionId = randomUUID()
    const token = await signAccess({ ...accessClaims, sessionId, userId: randomUUID() })
    const verdicts = () =>
      Promise.all(
        [token, turnSignature(token)].map(
          async (one) => (await checkWith({ authorization: `Bearer ${one}`, cookies: {} }, now)).verdict,
        ),
      )
    expect(await verdicts()).toEqual(['allowed', 'allowed'])

    await deny(sessionId)

    expect(await verdicts()).toEqual(['revoked', 'revoked'])
  })

  test('[ASVS 9.1.1] makes no forgery of it any cheaper, or known', async () => {
    const token = await signAccess(accessClaims)
    await openAccess(token, now)
    const forged = flipAt(token, token.lastIndexOf('.') + 10)

    for (let tries = 0; tries < 2; tries += 1) {
      expect(await countCrypto(() => openAccess(forged, now))).toBeGreaterThan(0)
      expect(await openAccess(forged, now)).toEqual({ outcome: 'invalid' })
    }
  })

  test('is not cached when it was expired at its first use', async () => {
    const token = await signAccess(accessClaims)
    expect(await openAccess(token, accessClaims.expiresAt + 5)).toEqual({ outcome: 'expired' })

    expect(await countCrypto(() => openAccess(token, now))).toBeGreaterThan(0)
  })

  test('is dropped with the process: the next process, in which its key is retired, refuses it', async () => {
    const [old, next] = ['old', 'next'].map((kid) => ({
      ...newJwk(),
      kid,
    }))
    const before = await startProcess({ JWT_KEYS: JSON.stringify({ keys: [old, next] }) })
    const token = await before.signAccess(accessClaims)
    expect(await before.openAccess(token, now)).toMatchObject({ outcome: 'opened' })

    const retired = await startProcess({ JWT_KEYS: JSON.stringify({ keys: [next] }) })

    expect(await retired.openAccess(token, now)).toEqual({ outcome: 'invalid' })
    expect(await before.openAccess(token, now)).toMatchObject({ outcome: 'opened' })
  })
})
