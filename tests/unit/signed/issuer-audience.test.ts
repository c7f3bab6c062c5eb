import { expect, test } from 'vitest'
import { issuer } from '@/lib/addresses'
import { openAccess } from '@/lib/session/bearer/access-token'
import { now } from '../support/claims'
import { forge } from '../support/forge-token'

const outcome = async (payload: object) => (await openAccess(forge({ payload }), now)).outcome

const notUs = [
  undefined,
  null,
  '',
  'https://evil.example',
  `${issuer()}/`,
  `${issuer()}.evil.example`,
  `${issuer()}@evil.example`,
  issuer().toUpperCase(),
  issuer().replace('http:', 'https:'),
  {},
  7,
]

test.each(notUs)('a token whose issuer is %j is refused', async (iss) => {
  expect(await outcome({ iss })).toBe('invalid')
})

test('an issuer in a list is refused', async () => {
  expect(await outcome({ iss: [issuer()] })).toBe('invalid')
})

test.each(notUs)('[ASVS 9.2.3] a token for the audience %j is refused', async (aud) => {
  expect(await outcome({ aud })).toBe('invalid')
  expect(await outcome({ aud: [aud] })).toBe('invalid')
})

test('[ASVS 9.2.3] a token without an audience is refused', async () => {
  expect(await outcome({ aud: [] })).toBe('invalid')
})

test('[ASVS 9.2.4] a token for several is for us only when it names us', async () => {
  expect(await outcome({ aud: ['https://other.example', issuer()] })).toBe('opened')
  expect(await outcome({ aud: ['https://other.example', `${issuer()}/api`] })).toBe('invalid')
})
