import { expect, test } from 'vitest'
import { openAccess } from '@/lib/session/bearer/access-token'
import { now } from '../support/claims'
import { forge, payload } from '../support/forge-token'

const outcome = async (change: object) => (await openAccess(forge({ payload: change }), now)).outcome

const claims = Object.keys(payload())

test.each(claims)('a token without %s is refused, although the signature is ours', async (claim) => {
  expect(await outcome({ [claim]: undefined })).toBe('invalid')
})

// client_id says whom a token was issued to; nothing is decided by it.
const judged = claims.filter((claim) => claim !== 'client_id')

test.each(judged)('a token whose %s is null or of a wrong type is refused', async (claim) => {
  const isText = typeof Reflect.get(payload(), claim) === 'string'
  for (const value of [null, true, {}, [], [[]], isText ? 7 : '7']) {
    expect(await outcome({ [claim]: value }), JSON.stringify(value)).toBe('invalid')
  }
})

test.each(['sub', 'sid', 'jti'])('%s consists of letters that suit a key', async (claim) => {
  for (const value of ['', 'a b', '../x', 'a:b', 'ä', 'x\n', 'x'.repeat(65)]) {
    expect(await outcome({ [claim]: value }), JSON.stringify(value)).toBe('invalid')
  }
})

test.each(['generation', 'site_generation', 'access_version'])(
  '%s counts: whole, and never below zero',
  async (claim) => {
    for (const value of [-1, 1.5, 2 ** 53, '3'])
      expect(await outcome({ [claim]: value }), String(value)).toBe('invalid')
    expect(await outcome({ [claim]: 0 })).toBe('opened')
  },
)

test('a role that does not exist, two roles, or none are refused', async () => {
  for (const roles of [['root'], ['ADMIN'], ['member', 'admin'], [], 'admin', [['admin']], ['__proto__']]) {
    expect(await outcome({ roles }), JSON.stringify(roles)).toBe('invalid')
  }
})
