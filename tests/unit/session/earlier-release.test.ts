import { sealData } from 'iron-session'
import { describe, expect, test } from 'vitest'
import { openAccess } from '@/lib/session/bearer/access-token'
import { seal } from '@/lib/session/seal'
import { days } from '@/lib/time'
import { accessClaims, now } from '../support/claims'
import { forge } from '../support/forge-token'
import { seals } from '../support/seals'

describe.each(seals)('a $purpose seal', ({ purpose, claims, open }) => {
  const { amr: _, persistent: __, ...earlier } = claims

  test('of an earlier release opens as a password alone, kept, with the idle timeout of today', async () => {
    const opened = await open(await seal(purpose, earlier))

    expect(opened).toEqual({ ...earlier, amr: ['pwd'], persistent: true })
  })

  test('of a later release with an unknown method opens as a password alone', async () => {
    expect(await open(await seal(purpose, { ...claims, amr: ['face', 'mfa'] }))).toMatchObject({ amr: ['pwd'] })
  })

  test.each([
    ['idleFor', [0, -1, 1.5, '3600', null, [], {}]],
    ['persistent', [null, 0, 1, 'true', [], {}]],
  ])('with a wrong %s is anonymous', async (name, wrong) => {
    for (const value of wrong) {
      expect(await open(await seal(purpose, { ...claims, [name]: value })), JSON.stringify(value)).toBeNull()
    }
  })

  test('whose idle timeout, methods or lifetime an attacker has changed is anonymous: the attacker has no key', async () => {
    const password = 'a password that the attacker has made up'
    for (const change of [{ idleFor: days(400) }, { amr: ['pwd', 'mfa'] }, { persistent: true }]) {
      const forged = await sealData({ ...claims, persistent: false, ...change, purpose }, { password, ttl: 0 })
      expect(await open(forged), JSON.stringify(change)).toBeNull()
    }
  })
})

test('an access token of an earlier release opens as a password alone', async () => {
  const opened = await openAccess(forge({ payload: { amr: undefined, acr: undefined } }), now)
  expect(opened).toEqual({ outcome: 'opened', claims: accessClaims })
})

test('the level in an access token is only shown: what counts follows from its methods', async () => {
  const opened = await openAccess(forge({ payload: { acr: 'aal2' } }), now)
  expect(opened).toEqual({ outcome: 'opened', claims: accessClaims })
  expect((await openAccess(forge({ payload: { acr: 'aal3' } }), now)).outcome).toBe('invalid')
})
