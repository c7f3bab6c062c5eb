import { expect, test } from 'vitest'
import { openAccess } from '@/lib/session/bearer/access-token'
import { now } from '../support/claims'
import { assemble, es256, forge, header, ownKey, payload } from '../support/forge-token'

const outcome = async (payload: object) => (await openAccess(forge({ payload }), now)).outcome

test('[ASVS 9.2.1] a token expires 5 seconds after exp, not before: the leeway covers clock skew', async () => {
  expect(await outcome({ exp: now - 4 })).toBe('opened')
  expect(await outcome({ exp: now - 5 })).toBe('expired')
  expect(await outcome({ exp: 0 })).toBe('expired')
})

test('[ASVS 9.2.1] a token is not valid more than 5 seconds before nbf', async () => {
  expect(await outcome({ nbf: now })).toBe('opened')
  expect(await outcome({ nbf: now + 5 })).toBe('opened')
  expect(await outcome({ nbf: now + 6 })).toBe('invalid')
})

test('[ASVS 9.2.1] a token that was issued in the future is refused: no denial would live as long as it', async () => {
  expect(await outcome({ iat: now + 5 })).toBe('opened')
  expect(await outcome({ iat: now + 6, exp: now + 300 })).toBe('invalid')
  expect(await outcome({ iat: now + 3600, exp: now + 3900 })).toBe('invalid')
})

test.each(['iat', 'nbf', 'exp', 'auth_time'])(
  '[ASVS 9.2.1] an %s that is no number of seconds is refused',
  async (claim) => {
    for (const value of [null, '', String(now), [now], {}, true, -1, now + 0.5]) {
      // A fraction is a NumericDate, too; ours are whole numbers. Our tokens have no nbf, so jose alone checks it.
      if (claim === 'nbf' && typeof value === 'number') continue
      expect(await outcome({ [claim]: value }), JSON.stringify(value)).not.toBe('opened')
    }
  },
)

test('an exp beyond every date is refused', async () => {
  expect(await outcome({ exp: 1e308 })).toBe('invalid')
  const infinite = JSON.stringify({ ...payload(), exp: 0 }).replace('"exp":0', '"exp":1e999')
  expect(await openAccess(assemble(JSON.stringify(header()), infinite, es256(ownKey())), now)).toEqual({
    outcome: 'invalid',
  })
})
