import { expect, test } from 'vitest'
import { openAccess } from '@/lib/session/bearer/access-token'
import { now } from '../support/claims'
import { forge, payload } from '../support/forge-token'

const outcome = async (change: object) => (await openAccess(forge({ payload: change }), now)).outcome

/** Earlier releases did not write `amr` and `acr`: tests/unit/session/earlier-release.test.ts. */
const claims = Object.keys(payload()).filter((claim) => claim !== 'amr' && claim !== 'acr')

test.each(claims)('a token without %s is refused, although the signature is ours', async (claim) => {
  expect(await outcome({ [claim]: undefined })).toBe('invalid')
})

// client_id names the service that a token was issued to; no decision depends on it.
const judged = claims.filter((claim) => claim !== 'client_id')

test.each(judged)('a token whose %s is null or of a wrong type is refused', async (claim) => {
  const isText = typeof Reflect.get(payload(), claim) === 'string'
  for (const value of [null, true, {}, [], [[]], isText ? 7 : '7']) {
    expect(await outcome({ [claim]: value }), JSON.stringify(value)).toBe('invalid')
  }
})

test.each(['sub', 'sid', 'jti'])('%s has only characters that a Redis key allows', async (claim) => {
  for (const value of ['', 'a b', '../x', 'a:b', 'ä', 'x\n', 'x'.repeat(65)]) {
    expect(await outcome({ [claim]: value }), JSON.stringify(value)).toBe('invalid')
  }
})

test.each(['generation', 'site_generation', 'access_version'])(
  '%s is a whole number, and never negative',
  async (claim) => {
    for (const value of [-1, 1.5, 2 ** 53, '3'])
      expect(await outcome({ [claim]: value }), String(value)).toBe('invalid')
    expect(await outcome({ [claim]: 0 })).toBe('opened')
  },
)

test('an unknown role, two roles, or no role are refused', async () => {
  for (const roles of [['root'], ['ADMIN'], ['member', 'admin'], [], 'admin', [['admin']], ['__proto__']]) {
    expect(await outcome({ roles }), JSON.stringify(roles)).toBe('invalid')
  }
})
