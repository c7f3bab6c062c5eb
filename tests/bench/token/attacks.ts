import { createPublicKey, randomUUID } from 'node:crypto'
import { decodeJwt } from 'jose'
import {
  assemble,
  encode,
  es256,
  foreignKey,
  forge,
  header,
  hs256,
  ownKey,
  payload,
} from '@/tests/unit/support/forge-token'
import { order, resign, toBytes } from '@/tests/unit/support/resign'

/** One token of each kind of attack that tests/unit/signed refuses; no two are the same, so no cache contains them. */

const stranger = foreignKey()
const unseen = () => ({ jti: randomUUID() })
const publicPem = () => createPublicKey(ownKey()).export({ type: 'spki', format: 'pem' }).toString()
const signed = () => forge({ payload: unseen() })
const byStranger = (parameters: object = {}) =>
  forge({ header: parameters, payload: unseen(), sign: es256(stranger.privateKey) })
const claiming = (claims: object) => forge({ payload: { ...unseen(), ...claims } })

function strangersJwk() {
  const { d: _, ...half } = stranger.privateKey.export({ format: 'jwk' })
  return half
}

/** Another payload under a genuine signature. */
function promoted(): string {
  const [head = '', body = '', signature = ''] = signed().split('.')
  return [head, encode(JSON.stringify({ ...decodeJwt(`${head}.${body}.`), roles: ['admin'] })), signature].join('.')
}

const nested = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)
const withBody = (text: string) => assemble(JSON.stringify(header()), text, es256(ownKey()))

export const genuine = signed

export const attacks: Readonly<Record<string, () => string>> = {
  'alg none': () => forge({ header: { alg: 'none' }, payload: unseen(), sign: () => Buffer.from('AA') }),
  'HS256 with the public key': () => forge({ header: { alg: 'HS256' }, payload: unseen(), sign: hs256(publicPem()) }),
  'a foreign key under our kid': byStranger,
  'its own key, as jwk': () => byStranger({ jwk: strangersJwk() }),
  'its own key, as jku': () => byStranger({ jku: 'http://127.0.0.1:9/jwks.json', kid: 'unknown' }),
  'its own key, as x5c': () => byStranger({ x5c: [encode('no certificate')] }),
  'a path as kid': () => byStranger({ kid: '../../../../dev/null' }),
  'SQL as kid': () => byStranger({ kid: "x' UNION SELECT 'key'; --" }),
  'another payload under our signature': promoted,
  'r and s zero': () => resign(signed(), () => Buffer.alloc(64)),
  's above the order': () => resign(signed(), (r) => Buffer.concat([toBytes(r), toBytes(order)])),
  'a critical extension': () => forge({ header: { crit: ['exp'] }, payload: unseen() }),
  'b64 false': () => forge({ header: { crit: ['b64'], b64: false }, payload: unseen() }),
  'an id token': () => forge({ header: { typ: 'JWT' }, payload: unseen() }),
  'another audience': () => claiming({ aud: 'https://elsewhere.example' }),
  'another issuer': () => claiming({ iss: 'https://elsewhere.example' }),
  expired: () => claiming({ exp: payload().iat - 60 }),
  'not yet': () => claiming({ nbf: payload().exp }),
  'issued in the future': () => claiming({ iat: payload().exp }),
  'null in a claim': () => claiming({ sid: null }),
  'claims that are nested': () => claiming({ roles: nested(300) }),
  'a payload that is no object': () => withBody(`["${randomUUID()}"]`),
  'trailing data': () => `${signed()}.${encode('more')}`,
  'white space': () => `${signed()} `,
  'a JWE': () =>
    `${encode('{"alg":"dir","enc":"A256GCM"}')}..${encode(randomUUID())}.${encode('text')}.${encode('tag')}`,
  '64 kB': () => claiming({ padding: 'x'.repeat(48_000) }),
}
