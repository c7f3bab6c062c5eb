import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccess } from '@/lib/session/bearer/access-token'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { now } from '../support/claims'
import { encode, es256, foreignKey, forge, hs256 } from '../support/forge-token'

const { privateKey, publicKey } = foreignKey()
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'unit', alg: 'ES256' }
const der = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

let visits = 0
const evil = createServer((_, response) => {
  visits += 1
  response.end(JSON.stringify({ keys: [jwk] }))
})
let origin = ''
beforeAll(async () => {
  origin = `http://127.0.0.1:${await listenNear(evil, 0)}`
})
afterAll(() => closeServer(evil))

const named: readonly [string, () => object][] = [
  ['jwk', () => ({ jwk })],
  ['jku', () => ({ jku: `${origin}/jwks.json` })],
  ['x5u', () => ({ x5u: `${origin}/cert.pem` })],
  ['x5c', () => ({ x5c: [der] })],
  ['x5t', () => ({ x5t: encode('thumbprint') })],
  ['a kid that is an address', () => ({ kid: `${origin}/jwks.json` })],
]

test.each(named)(
  '[ASVS 9.1.3] a key that the token itself brings or names by %s is not used',
  async (_, parameters) => {
    for (const kid of ['unit', 'unknown', undefined]) {
      const token = forge({ header: { kid, ...parameters() }, sign: es256(privateKey) })
      expect(await openAccess(token, now)).toEqual({ outcome: 'invalid' })
    }
    expect(visits).toBe(0)
  },
)

const strangeKids = [
  undefined,
  null,
  '',
  0,
  true,
  ['unit'],
  { kid: 'unit' },
  'unknown',
  'UNIT',
  'unit ',
  'unit\0',
  '../../../../dev/null',
  '/dev/null',
  'file:///etc/passwd',
  "unit' OR '1'='1",
  'x\'; DROP TABLE "User"; --',
  '__proto__',
  'constructor',
  'u'.repeat(1000),
]

test.each(strangeKids)('[ASVS 9.1.3] a kid of %j selects no key, although the signature is ours', async (kid) => {
  expect(await openAccess(forge({ header: { kid } }), now)).toEqual({ outcome: 'invalid' })
})

test('a path in the kid does not give an empty secret from /dev/null', async () => {
  const token = forge({ header: { alg: 'HS256', kid: '../../../dev/null' }, sign: hs256('') })
  expect(await openAccess(token, now)).toEqual({ outcome: 'invalid' })
})
