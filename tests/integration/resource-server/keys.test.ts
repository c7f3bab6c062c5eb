import { expect, test, vi } from 'vitest'
import { makeKey, pass, refusalOf, type Stage, startStage } from '@/tests/integration/support/resource-stage'
import { publicHalf } from '@/tests/support/issuer'

const next = makeKey('next')

test('a token of a new key is accepted without a restart: its kid is unknown, so the keys are fetched again', async () => {
  const { issuer, mint, get } = await startStage()
  await get('/catalogue', mint())
  pass(30)

  issuer.keys = [next]

  expect((await get('/catalogue', mint({ key: next }))).status).toBe(200)
  expect(issuer.keyFetches).toBe(2)
})

test('the three steps of a rotation are followed, and a retired key is accepted for five minutes at most', async () => {
  const { issuer, mint, get } = await startStage()
  const [old] = issuer.keys
  const lasting = mint({ payload: { exp: 2_000_000_000 } })
  await get('/catalogue', lasting)

  issuer.keys = [...issuer.keys, next]
  pass(300)
  expect((await get('/catalogue', lasting)).status).toBe(200)
  expect((await get('/catalogue', mint({ key: next, payload: { exp: 2_000_000_000 } }))).status).toBe(200)

  issuer.keys = issuer.keys.filter((key) => key !== old)
  pass(299)
  expect((await get('/catalogue', lasting)).status).toBe(200)
  pass(1)
  expect(refusalOf(await get('/catalogue', lasting))).toMatchObject({ status: 401, code: 'invalid_token' })
  expect(issuer.keyFetches).toBe(3)
})

const forgeMany = ({ mint, get }: Stage, times: number) =>
  Promise.all(
    Array.from({ length: times }, (_, index) => get('/catalogue', mint({ header: { kid: `forged-${index}` } }))),
  )

test('50 concurrent forged kids cost the issuer one request in thirty seconds, and do not delay a valid token', async () => {
  const stage = await startStage()

  const first = await forgeMany(stage, 50)
  expect(stage.issuer.keyFetches).toBe(1)
  pass(29)
  await forgeMany(stage, 50)
  expect(stage.issuer.keyFetches).toBe(1)
  expect((await stage.get('/catalogue', stage.mint())).status).toBe(200)
  pass(1)
  await forgeMany(stage, 50)
  expect(stage.issuer.keyFetches).toBe(2)

  expect(new Set(first.map(({ status }) => status))).toEqual(new Set([401]))
})

test('while the keys are unavailable, forged kids cost the issuer one request in two seconds', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  const stage = await startStage()
  stage.issuer.publish = () => ({ status: 500, body: 'broken' })

  const answers = [...(await forgeMany(stage, 50)), ...(await forgeMany(stage, 50))]
  expect(stage.issuer.keyFetches).toBe(1)
  pass(2)
  await forgeMany(stage, 50)
  expect(stage.issuer.keyFetches).toBe(2)

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]))
})

test('100 concurrent valid tokens after a start cost the issuer one request for its keys', async () => {
  const { issuer, mint, get } = await startStage()

  const answers = await Promise.all(Array.from({ length: 100 }, () => get('/catalogue', mint())))

  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  expect(issuer.keyFetches).toBe(1)
})

test.each([
  ['a page', { body: '<h1>Hello</h1>' }],
  ['a set without a list', { body: { keys: 'none' } }],
  ['a redirect to other keys', { status: 302, headers: { Location: '/.well-known/other.json' }, body: '' }],
  ['the same kid twice', { body: { keys: [publicHalf(makeKey('first')), publicHalf(makeKey('first'))] } }],
  ['a point that is on no curve', { body: { keys: [{ ...publicHalf(makeKey('first')), x: 'A'.repeat(43) }] } }],
])('an issuer that publishes %s makes no token valid, and none invalid', async (_, told) => {
  vi.spyOn(console, 'error').mockReturnValue()
  const { issuer, mint, get } = await startStage()
  issuer.publish = () => told

  expect(refusalOf(await get('/catalogue', mint()))).toMatchObject({ status: 503, code: 'unavailable' })
})

test.each([
  ['for another algorithm', { alg: 'ES384' }],
  ['for encryption', { use: 'enc' }],
  ['for signing only', { key_ops: ['sign'] }],
])('a published key that is %s verifies nothing', async (_, change) => {
  const { issuer, mint, get } = await startStage()
  issuer.publish = () => ({ body: { keys: [{ ...publicHalf(next), ...change }] } })

  expect(refusalOf(await get('/catalogue', mint({ key: next })))).toMatchObject({ status: 401, code: 'invalid_token' })
})
