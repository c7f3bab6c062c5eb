import { expect, test } from 'vitest'
import { refusalOf, startStage } from '@/tests/integration/support/resource-stage'
import { request } from '@/tests/support/request'
import { encode } from '@/tests/unit/support/forge-token'
import { respellings } from '@/tests/unit/support/respell'

/** @param respell from a genuine token to the presented spelling; several: all of them */
async function expectMalformed(respell: (token: string) => string | readonly string[]): Promise<void> {
  const { issuer, mint, get } = await startStage()
  const genuine = mint()
  const others = [respell(genuine)].flat()
  expect(others.length).toBeGreaterThan(0)

  for (const other of others) {
    expect(other).not.toBe(genuine)
    expect(refusalOf(await get('/invoices', other)), other).toMatchObject({
      status: 401,
      code: 'malformed',
      challenge: expect.stringContaining('error="invalid_token"'),
    })
  }
  expect(issuer.keyFetches + issuer.introspections.length).toBe(0)
}

test('[ASVS 7.4.1] a signature whose last character is respelled is the same signature, and refused', () =>
  expectMalformed((token) => {
    const [head, body, signature = ''] = token.split('.')
    return respellings(signature).map((other) => `${head}.${body}.${other}`)
  }))

test.each(['=', '==', '%3D'])('padding (%s) is refused behind any part', (padding) =>
  expectMalformed((token) => token.split('.').map((part, index, parts) => parts.with(index, part + padding).join('.'))),
)

test.each([' ', '\t', ', ', ';'])('%j inside a token is refused: it would be two tokens', (space) =>
  expectMalformed((token) => [token.replace('.', `${space}.`), token.slice(0, 9) + space + token.slice(9)]),
)

test.each([
  ['a second one behind it', (token: string) => `${token} ${token}`],
  ['a second one behind a comma', (token: string) => `${token}, Bearer ${token}`],
  ['a second one appended without a separator', (token: string) => token + token],
  ['a fourth part', (token: string) => `${token}.more`],
  ['an empty fourth part', (token: string) => `${token}.`],
  ['a dot in front', (token: string) => `.${token}`],
  ['no signature', (token: string) => token.replace(/\.[^.]*$/, '')],
  ['an empty signature', (token: string) => token.replace(/[^.]*$/, '')],
  ['an empty payload', (token: string) => token.replace(/\..*\./, '..')],
  [
    'the five parts of an encrypted one',
    () => ['eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0', '', 'aXY', 'dGV4dA', 'dGFn'].join('.'),
  ],
  ['five parts, all filled', (token: string) => `${token}.${encode('iv')}.${encode('tag')}`],
  ['quotes around it', (token: string) => `"${token}"`],
  ['nothing of it', () => ''],
  ['one letter', () => 'x'],
  ['its JSON form', (token: string) => JSON.stringify({ protected: token.split('.')[0] })],
  ['a payload of ten kilobytes', (token: string) => token.replace('.', `.${'A'.repeat(10_000)}`)],
])('a token with %s is refused before a key is fetched', (_, respell) => expectMalformed(respell))

test('two Authorization headers are refused, even when one is valid', async () => {
  const { service, mint } = await startStage()
  const token = `Bearer ${mint()}`
  const pairs = [
    [token, token],
    [token, 'Bearer x'],
    ['Bearer x', token],
  ]
  for (const pair of pairs) {
    const answer = await request(service.url, '/catalogue', { headers: { Authorization: pair } })
    expect(refusalOf(answer)).toMatchObject({ status: 401, code: 'malformed' })
  }
})
