import { decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { newJwk } from '@/tests/support/key-pair'
import { accessClaims, now } from '../support/claims'
import { startProcess } from '../support/start-process'

function makeKey(kid: string) {
  return { ...newJwk(), kid }
}
const [old, next] = [makeKey('old'), makeKey('next')]

/** Three deploys: the new key verifies only, then it signs, then the old one is removed. */
const steps = { before: [old], appended: [old, next], promoted: [next, old], retired: [next] } as const

const run = (step: keyof typeof steps) => startProcess({ JWT_KEYS: JSON.stringify({ keys: steps[step] }) })

test.each([
  ['before', 'appended'],
  ['appended', 'promoted'],
  ['promoted', 'retired'],
] as const)('two processes one step apart, %s and %s, verify each other’s tokens', async (earlier, later) => {
  const [one, other] = [await run(earlier), await run(later)]
  const [fromOne, fromOther] = [await one.signAccess(accessClaims), await other.signAccess(accessClaims)]
  expect(await other.openAccess(fromOne, now)).toMatchObject({ outcome: 'opened' })
  expect(await one.openAccess(fromOther, now)).toMatchObject({ outcome: 'opened' })
})

test.each([
  ['before', 'old'],
  ['appended', 'old'],
  ['promoted', 'next'],
  ['retired', 'next'],
] as const)('the first key signs: %s signs with the %s one', async (step, kid) => {
  const { signAccess } = await run(step)
  expect(decodeProtectedHeader(await signAccess(accessClaims)).kid).toBe(kid)
})

test('a token of a retired key is refused, and from then on the refresh token decides', async () => {
  const [before, retired] = [await run('before'), await run('retired')]
  expect(await retired.openAccess(await before.signAccess(accessClaims), now)).toEqual({ outcome: 'invalid' })
})

test('an appended key verifies only tokens that name it', async () => {
  const [appended, retired] = [await run('appended'), await run('retired')]
  const [head = '', body, signature] = (await retired.signAccess(accessClaims)).split('.')
  const renamed = Buffer.from(head, 'base64url').toString().replace('"next"', '"old"')
  const token = [Buffer.from(renamed).toString('base64url'), body, signature].join('.')
  expect(await appended.openAccess(token, now)).toEqual({ outcome: 'invalid' })
})

test('the JWK set shows the public half of each key, and never the private one', async () => {
  const { publicKeys } = await run('appended')
  const { keys } = publicKeys()
  expect(keys.map(({ kid }) => kid)).toEqual(['old', 'next'])
  for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
})
