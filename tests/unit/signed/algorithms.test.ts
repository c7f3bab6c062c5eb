import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { openAccess } from '@/lib/session/bearer/access-token'
import { now } from '../support/claims'
import { encode, es256, forge, hs256, ownJwk, ownKey, type Sign } from '../support/forge-token'

const invalid = { outcome: 'invalid' }

const nones = Array.from({ length: 16 }, (_, mask) =>
  [...'none'].map((letter, index) => (mask & (1 << index) ? letter.toUpperCase() : letter)).join(''),
)

test.each([...nones, 'none ', ' none', '', 'null'])(
  '[ASVS 9.1.2] a token of algorithm %j is refused, signed or not',
  async (alg) => {
    expect(await openAccess(forge({ header: { alg } }), now)).toEqual(invalid)
    expect(await openAccess(forge({ header: { alg }, sign: () => Buffer.from('AA') }), now)).toEqual(invalid)
    expect(await openAccess(forge({ header: { alg }, sign: () => Buffer.of() }), now)).toEqual({ outcome: 'malformed' })
  },
)

const publicKey = () => createPublicKey(ownKey())

const publicSecrets = (): [string, string | Uint8Array][] => {
  const { kty, crv, x, y, kid } = ownJwk()
  const pem = publicKey().export({ type: 'spki', format: 'pem' }).toString()
  return [
    ['PEM', pem],
    ['PEM without its last line break', pem.trim()],
    ['DER', publicKey().export({ type: 'spki', format: 'der' })],
    ['JWK text', JSON.stringify({ kty, crv, x, y, kid })],
    ['JWK text of the library', JSON.stringify(publicKey().export({ format: 'jwk' }))],
    ['x', x],
    ['x and y, decoded', Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])],
    ['kid', kid],
    ['nothing', ''],
  ]
}

test.each(publicSecrets())(
  '[ASVS 9.1.2] HS256 with the public key as its secret (%s) is refused',
  async (_, secret) => {
    expect(await openAccess(forge({ header: { alg: 'HS256' }, sign: hs256(secret) }), now)).toEqual(invalid)
    expect(await openAccess(forge({ sign: hs256(secret) }), now)).toEqual(invalid)
  },
)

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const ed25519 = generateKeyPairSync('ed25519')

const others: readonly [string, Sign][] = [
  ['RS256', (input) => sign('sha256', Buffer.from(input), rsa.privateKey)],
  ['PS256', (input) => sign('sha256', Buffer.from(input), { key: rsa.privateKey, padding: 6, saltLength: 32 })],
  ['ES384', (input) => sign('sha384', Buffer.from(input), { key: p384.privateKey, dsaEncoding: 'ieee-p1363' })],
  ['EdDSA', (input) => sign(null, Buffer.from(input), ed25519.privateKey)],
]

test.each(others)('[ASVS 9.1.2] %s is refused, by its own name and by ours', async (alg, signInput) => {
  expect(await openAccess(forge({ header: { alg }, sign: signInput }), now)).toEqual(invalid)
  expect(await openAccess(forge({ sign: signInput }), now)).toEqual(invalid)
})

test.each(['es256', 'Es256', 'ES256 ', 'ES256K', 'ES512', 'HS256'])(
  '[ASVS 9.1.2] our own signature under the name of %j is refused',
  async (alg) => {
    expect(await openAccess(forge({ header: { alg } }), now)).toEqual(invalid)
  },
)

test.each([undefined, null, 256, true, ['ES256'], { name: 'ES256' }])('an algorithm of %j is refused', async (alg) => {
  expect(await openAccess(forge({ header: { alg } }), now)).toEqual(invalid)
})

test('[ASVS 9.1.1] a foreign key of the right kind under our kid is refused', async () => {
  const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  expect(await openAccess(forge({ sign: es256(foreign) }), now)).toEqual(invalid)
})

test('an encrypted token is refused as a signed one', async () => {
  const fiveParts = [encode('{"alg":"dir","enc":"A256GCM"}'), '', encode('iv'), encode('text'), encode('tag')].join('.')
  expect(await openAccess(fiveParts, now)).toEqual({ outcome: 'malformed' })
})
