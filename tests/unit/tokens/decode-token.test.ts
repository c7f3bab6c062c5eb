import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entriesOf } from '@/app/tokens/claim-list'
import { decodeToken } from '@/app/ui/decode-token'
import { signAccess } from '@/lib/session/bearer/access-token'
import { accessClaims, reference } from '../support/claims'

const service = 'https://service.example'
const { startedAt, endsAt } = reference

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('a token of ours is read without a key, and each of its claims has a label', async () => {
  const decoded = decodeToken(await signAccess({ ...accessClaims, span: { startedAt, endsAt } }))

  expect(decoded?.header).toMatchObject({ alg: 'ES256', typ: 'at+jwt' })
  expect(decoded?.claims).toMatchObject({
    sub: reference.userId,
    sid: reference.sessionId,
    exp: accessClaims.expiresAt,
  })
  const entries = entriesOf([{ ...decoded?.header, ...decoded?.claims }])
  expect(entries.length).toBeGreaterThan(15)
  expect(entries.filter(({ meaning }) => meaning === undefined)).toEqual([])
})

test('two tokens of one session differ only in audience and number', async () => {
  const tokens = await Promise.all([signAccess(accessClaims), signAccess(accessClaims, service)])

  const entries = entriesOf(tokens.map((token) => decodeToken(token)?.claims ?? {}))
  expect(entries.filter(({ values }) => values.length > 1).map(({ name }) => name)).toEqual(['aud', 'jti'])
  expect(entries.find(({ name }) => name === 'aud')?.values[1]).toBe(service)
})

test('a claim in any language is shown as written, and an unknown claim comes last', () => {
  const decoded = decodeToken(`${encode({})}.${encode({ zzz: true, sub: 'Zoë 時' })}.x`)

  expect(entriesOf([decoded?.claims ?? {}])).toMatchObject([
    { name: 'sub', values: ['Zoë 時'] },
    { name: 'zzz', values: ['true'], meaning: undefined },
  ])
})

test('a moment is shown in words and as its number', () => {
  expect(entriesOf([{ exp: 1_800_000_000 }])[0]?.values).toEqual(['15 Jan 2027, 08:00:00 UTC (1800000000)'])
})

test.each(['', '.', '..', 'a.b.c', `${encode({})}`, `${encode(null)}.${encode({})}.x`, `${encode({})}.${encode(7)}.x`])(
  'a malformed token (%j) is not decoded',
  (text) => {
    expect(decodeToken(text)).toBeNull()
  },
)

test('no input makes it throw', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (one, other) => void decodeToken(`${one}.${other}`)))
})
