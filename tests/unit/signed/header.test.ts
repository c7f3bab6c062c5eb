import { expect, test } from 'vitest'
import { openAccess } from '@/lib/session/bearer/access-token'
import { now } from '../support/claims'
import { assemble, es256, forge, header, ownKey, payload } from '../support/forge-token'

const invalid = { outcome: 'invalid' }

test.each([
  ['JWT'],
  ['jwt'],
  ['id+jwt'],
  ['refresh'],
  ['rt+jwt'],
  ['secevent+jwt'],
  ['logout+jwt'],
  ['text/at+jwt'],
  ['at+jwt '],
  [''],
  [undefined],
  [null],
  [['at+jwt']],
  [7],
])('[ASVS 9.2.2] a token of our key with the type %j is not an access token', async (typ) => {
  expect(await openAccess(forge({ header: { typ } }), now)).toEqual(invalid)
})

test('application/at+jwt is the same type by its full name (RFC 9068, section 4)', async () => {
  expect(await openAccess(forge({ header: { typ: 'application/at+jwt' } }), now)).toMatchObject({ outcome: 'opened' })
})

test.each([
  ['an unknown extension', { crit: ['unknown'], unknown: true }],
  ['b64', { crit: ['b64'], b64: true }],
  ['an unencoded payload', { crit: ['b64'], b64: false }],
  ['exp', { crit: ['exp'], exp: 0 }],
  ['nothing', { crit: [] }],
  ['a word instead of a list', { crit: 'unknown' }],
  ['null', { crit: null }],
])('a token that declares %s critical is refused', async (_, parameters) => {
  expect(await openAccess(forge({ header: parameters }), now)).toEqual(invalid)
})

const own = () => es256(ownKey())
const body = () => JSON.stringify(payload())

test.each([
  ['a list', '[]'],
  ['null', 'null'],
  ['a word', '"ES256"'],
  ['half an object', '{"alg":"ES256"'],
  ['nothing but a space', ' '],
  ['bytes that are no text', '\u{FFFD}\0'],
])('a header of %s is refused', async (_, head) => {
  expect(await openAccess(assemble(head, body(), own()), now)).toEqual(invalid)
})

test('a name given twice in the header is refused in both readings', async () => {
  const twice = (one: string, other: string) => `{"alg":"${one}","alg":"${other}","typ":"at+jwt","kid":"unit"}`
  const unsigned = () => Buffer.alloc(64)
  expect(await openAccess(assemble(twice('ES256', 'none'), body(), own()), now)).toEqual(invalid)
  expect(await openAccess(assemble(twice('none', 'ES256'), body(), unsigned), now)).toEqual(invalid)
  expect(await openAccess(assemble(twice('ES256', 'none'), body(), unsigned), now)).toEqual(invalid)
})

test('a claim given twice cannot be added behind our signature', async () => {
  const genuine = forge()
  const [head = '', , signature = ''] = genuine.split('.')
  const doubled = Buffer.from(body().replace('{', '{"roles":["admin"],')).toString('base64url')
  expect(await openAccess(`${head}.${doubled}.${signature}`, now)).toEqual(invalid)
})

test.each([
  ['a list', '[]'],
  ['null', 'null'],
  ['text', 'hello'],
  ['a number', '7'],
  ['two objects', '{}{}'],
])('a payload of %s is refused, although the signature is ours', async (_, content) => {
  expect(await openAccess(assemble(JSON.stringify(header()), content, own()), now)).toEqual(invalid)
})
