import { expect, test, vi } from 'vitest'
import { pass, refusalOf, standing, startStage } from '@/tests/integration/support/resource-stage'

const unavailable = { status: 503, code: 'unavailable', challenge: null }

/** Each 503 is one line for the operator. */
function lines() {
  const spy = vi.spyOn(console, 'error').mockReturnValue()
  return () => spy.mock.calls.map(([line]) => JSON.parse(String(line)))
}

test('while the issuer is unavailable, known keys still open the catalogue, and the invoices are 503 with Retry-After', async () => {
  const logged = lines()
  const { issuer, mint, get } = await startStage()
  await get('/catalogue', mint())
  await issuer.leave()

  expect((await get('/catalogue', mint())).status).toBe(200)
  const answer = await get('/invoices', mint())
  expect(refusalOf(answer)).toEqual(unavailable)
  expect(answer.headers.get('retry-after')).toBe('2')
  expect(logged()).toMatchObject([
    { event: 'issuer_away', reasons: ['IssuerAwayError introspection', 'TypeError', expect.anything()] },
  ])

  await issuer.comeBack()
  expect((await get('/invoices', mint())).status).toBe(200)
})

test('without any keys every token is answered 503, never as invalid', async () => {
  lines()
  const { issuer, mint, get } = await startStage()
  await issuer.leave()
  expect(refusalOf(await get('/catalogue', mint()))).toEqual(unavailable)

  await issuer.comeBack()
  pass(2)
  expect((await get('/catalogue', mint())).status).toBe(200)
})

test('keys are cached for five minutes: afterwards their retirement would go unnoticed', async () => {
  lines()
  const { issuer, mint, get } = await startStage()
  const lasting = mint({ payload: { exp: 2_000_000_000 } })
  await get('/catalogue', lasting)
  await issuer.leave()

  pass(299)
  expect((await get('/catalogue', lasting)).status).toBe(200)
  pass(1)
  expect(refusalOf(await get('/catalogue', lasting))).toEqual(unavailable)
})

test.each([
  ['a page', { body: '<h1>Hello</h1>' }],
  ['an empty object', { body: {} }],
  ['a string in place of a boolean', { body: { ...standing, active: 'true' } }],
  ['no scope', { body: { ...standing, scope: undefined } }],
  ['null', { body: null }],
  [
    'a redirect to a server that accepts every token',
    { status: 302, headers: { Location: '/everything-is-good' }, body: '' },
  ],
  ['201', { status: 201, body: standing }],
  ['401: the client is unknown', { status: 401, body: { error: 'invalid_client' } }],
  ['429', { status: 429, body: { code: 'too_many' } }],
  ['500', { status: 500, body: standing }],
  ['503', { status: 503, body: { code: 'unavailable' } }],
  ['nothing', null],
])('an answer of %s from the issuer never makes a token valid', async (_, told) => {
  const logged = lines()
  const { issuer, mint, get } = await startStage()
  issuer.introspect = () => told

  const token = mint()
  expect(refusalOf(await get('/invoices', token))).toEqual(unavailable)
  expect(issuer.introspections).toHaveLength(1)
  expect(logged()).toMatchObject([{ event: 'issuer_away' }])
  expect(JSON.stringify(logged())).not.toContain(token)
})

test('an issuer that takes longer than five seconds counts as unavailable', async () => {
  lines()
  const { issuer, mint, get } = await startStage()
  await get('/catalogue', mint())
  issuer.delay = 8000
  const start = performance.now()

  expect(refusalOf(await get('/invoices', mint()))).toEqual(unavailable)

  expect(performance.now() - start).toBeLessThan(7000)
})
