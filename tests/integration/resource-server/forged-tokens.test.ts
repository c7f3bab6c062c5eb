import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeKey, refusalOf, type Stage, startStage } from '@/tests/integration/support/resource-stage'
import { privateHalf, publicHalf, startIssuer } from '@/tests/support/issuer'
import { assemble, encode, es256, hs256, type Sign } from '@/tests/unit/support/forge-token'
import { toBytes, turnSignature } from '@/tests/unit/support/resign'

/** Refused with a reason, at both resources, and without a call to the issuer. */
async function expectRefused({ issuer, get }: Stage, tokens: readonly string[]): Promise<void> {
  for (const token of tokens) {
    for (const path of ['/catalogue', '/invoices']) {
      const answer = await get(path, token)
      const { status, challenge } = refusalOf(answer)
      expect({ status, challenge }, token).toEqual({
        status: 401,
        challenge: expect.stringMatching(/^Bearer error="invalid_token", /),
      })
      expect(answer.body).not.toMatch(/\bat .*:\d+|node_modules|Error/)
    }
  }
  expect(issuer.introspections).toEqual([])
}

const partsOf = (token: string): [string, string, string] => {
  const [head = '', body = '', signature = ''] = token.split('.')
  return [head, body, signature]
}

const unsigned: Sign = () => Buffer.from('AA')
const stranger = makeKey('first')
const ofStranger = es256(privateHalf(stranger))

test('a hand-made token like the issuer’s is accepted, so that those below fail for their one fault', async () => {
  const { mint, get } = await startStage()
  expect((await get('/catalogue', mint())).status).toBe(200)
  expect((await get('/invoices', mint())).status).toBe(200)
})

describe('[ASVS 9.1.2] an algorithm that is not ES256:', () => {
  const nones = ['none', 'None', 'NONE', 'nOnE', 'none ', '', 'null']

  test.each(nones)('%j is refused, signed or not', async (alg) => {
    const stage = await startStage()
    const token = stage.mint({ header: { alg }, sign: unsigned })
    const bare = partsOf(token).with(2, '').join('.')
    await expectRefused(stage, [token, bare, bare.slice(0, -1), stage.mint({ header: { alg } })])
  })

  test('HS256 with the public key as its secret is refused in every spelling of that key', async () => {
    const stage = await startStage()
    const [key = stranger] = stage.issuer.keys
    const publicKey = createPublicKey(privateHalf(key))
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const der = publicKey.export({ type: 'spki', format: 'der' })
    const jwk = publicHalf(key)
    const secrets = [
      pem,
      pem.trim(),
      der,
      JSON.stringify(jwk),
      JSON.stringify({ keys: [jwk] }),
      jwk.x ?? '',
      'first',
      '',
    ]

    await expectRefused(
      stage,
      secrets.flatMap((secret) => [
        stage.mint({ header: { alg: 'HS256' }, sign: hs256(secret) }),
        stage.mint({ sign: hs256(secret) }),
      ]),
    )
  })

  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
  const ed25519 = generateKeyPairSync('ed25519').privateKey
  const families: readonly [string, Sign][] = [
    ['RS256', (input) => sign('sha256', Buffer.from(input), rsa)],
    ['PS256', (input) => sign('sha256', Buffer.from(input), { key: rsa, padding: 6, saltLength: 32 })],
    ['ES384', (input) => sign('sha384', Buffer.from(input), { key: p384, dsaEncoding: 'ieee-p1363' })],
    ['EdDSA', (input) => sign(null, Buffer.from(input), ed25519)],
  ]

  test.each(families)('%s is refused, by its own name and by ours', async (alg, signInput) => {
    const stage = await startStage()
    await expectRefused(stage, [stage.mint({ header: { alg }, sign: signInput }), stage.mint({ sign: signInput })])
  })

  test.each(['es256', 'ES256 ', 'ES512', undefined, null, 256, ['ES256']])(
    'a genuine signature under the name %j is refused',
    async (alg) => {
      const stage = await startStage()
      await expectRefused(stage, [stage.mint({ header: { alg } })])
    },
  )
})

describe('[ASVS 9.1.3] a key that the token brings or names itself:', () => {
  const jwk = publicHalf(stranger)
  const der = createPublicKey(privateHalf(stranger)).export({ type: 'spki', format: 'der' }).toString('base64')
  const parameters = (evil: string): [string, object][] => [
    ['jwk', { jwk }],
    ['jku', { jku: `${evil}/.well-known/jwks.json` }],
    ['x5u', { x5u: `${evil}/cert.pem` }],
    ['x5c', { x5c: [der] }],
    ['x5t', { x5t: encode('thumbprint') }],
    ['a kid that is an address', { kid: `${evil}/.well-known/jwks.json` }],
  ]

  test.each(parameters('').map(([name]) => name))('%s is not used, and its address not fetched', async (name) => {
    const stage = await startStage()
    const evil = await startIssuer([stranger], () => ({ body: { active: true } }))
    onTestFinished(evil.leave)
    const [, header = {}] = parameters(evil.url).find(([known]) => known === name) ?? []

    await expectRefused(stage, [
      stage.mint({ header, sign: ofStranger }),
      stage.mint({ header: { kid: 'unknown', ...header }, sign: ofStranger }),
      stage.mint({ header: { kid: undefined, ...header }, sign: ofStranger }),
    ])
    expect(evil.keyFetches + evil.introspections.length).toBe(0)
  })

  test.each([
    undefined,
    null,
    '',
    0,
    ['first'],
    'FIRST',
    'first ',
    'first\0',
    '../../../../dev/null',
    'file:///etc/passwd',
    "first' OR '1'='1",
    "x'; DROP TABLE keys; --",
    '__proto__',
    'constructor',
    'k'.repeat(1000),
  ])('a kid of %j selects no key, although the signature is genuine', async (kid) => {
    const stage = await startStage()
    await expectRefused(stage, [stage.mint({ header: { kid } })])
  })

  test('a path in the kid does not make an empty secret of /dev/null', async () => {
    const stage = await startStage()
    const header = { alg: 'HS256', kid: '../../../dev/null' }
    await expectRefused(stage, [stage.mint({ header, sign: hs256('') })])
  })

  test('a foreign key under the issuer’s kid is refused', async () => {
    const stage = await startStage()
    await expectRefused(stage, [stage.mint({ sign: ofStranger })])
  })
})

describe('a header with unknown extensions:', () => {
  test.each([
    ['an unknown extension', { crit: ['unknown'], unknown: true }],
    ['an unencoded payload', { crit: ['b64'], b64: false }],
    ['an encoded payload, critically', { crit: ['b64'], b64: true }],
    ['exp', { crit: ['exp'], exp: 0 }],
    ['nothing', { crit: [] }],
    ['null', { crit: null }],
    ['a word', { crit: 'b64' }],
  ])('%s declared critical is refused', async (_, header) => {
    const stage = await startStage()
    await expectRefused(stage, [stage.mint({ header })])
  })

  test.each([
    'JWT',
    'id+jwt',
    'rt+jwt',
    'refresh',
    'logout+jwt',
    'text/at+jwt',
    'at+jwt ',
    '',
    null,
    undefined,
    ['at+jwt'],
  ])('[ASVS 9.2.2] a token of the type %j is no access token', async (typ) => {
    const stage = await startStage()
    await expectRefused(stage, [stage.mint({ header: { typ } })])
  })
})

describe('[ASVS 9.1.1] a signature that is not one:', () => {
  test('zeros, halves and numbers beyond the order are refused', async () => {
    const stage = await startStage()
    const [head, body] = partsOf(stage.mint())
    const signatures = [
      Buffer.alloc(64),
      Buffer.concat([toBytes(0n), toBytes(1n)]),
      Buffer.concat([toBytes(1n), toBytes(0n)]),
      Buffer.alloc(64, 255),
      Buffer.alloc(32, 1),
      Buffer.of(1),
    ]
    await expectRefused(
      stage,
      signatures.map((bytes) => `${head}.${body}.${encode(bytes)}`),
    )
  })

  test('a genuine signature under other claims is refused', async () => {
    const stage = await startStage()
    const [head, , signature] = partsOf(stage.mint())
    const [, body] = partsOf(stage.mint({ payload: { sub: 'user-2' } }))
    await expectRefused(stage, [`${head}.${body}.${signature}`])
  })

  test('[ASVS 7.4.1] a signature turned from s to n-s verifies, and so must never be remembered by its spelling', async () => {
    const { issuer, mint, get } = await startStage()
    const turned = turnSignature(mint())
    expect((await get('/invoices', turned)).status).toBe(200)

    issuer.introspect = () => ({ body: { active: false } })
    expect(refusalOf(await get('/invoices', turned))).toMatchObject({ status: 401, code: 'revoked' })
  })
})

describe('a name given twice:', () => {
  test('neither algorithm of a header with two gets past the signature', async () => {
    const stage = await startStage()
    const [, body] = partsOf(stage.mint())
    const text = Buffer.from(body, 'base64url').toString()
    const twice = (one: string, other: string) => `{"alg":"${one}","alg":"${other}","typ":"at+jwt","kid":"first"}`
    await expectRefused(stage, [
      assemble(twice('none', 'ES256'), text, () => Buffer.alloc(64)),
      assemble(twice('ES256', 'none'), text, es256(privateHalf(stage.issuer.keys[0] ?? stranger))),
    ])
  })

  test('a second claim cannot be added behind the signature', async () => {
    const stage = await startStage()
    const [head, body, signature] = partsOf(stage.mint())
    const text = Buffer.from(body, 'base64url').toString()
    const doubled = [text.replace('{', '{"scope":"notes:read",'), text.replace(/}$/, ',"sub":"user-2"}')]
    await expectRefused(
      stage,
      doubled.map((claims) => `${head}.${encode(claims)}.${signature}`),
    )
  })
})
