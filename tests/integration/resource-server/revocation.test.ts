import { expect, test } from 'vitest'
import { pass, refusalOf, standing, startStage } from '@/tests/integration/support/resource-stage'
import { clientId, clientSecret } from '@/tests/support/resource-server'

const inactive = () => ({ body: { active: false } })

const revoked = {
  status: 401,
  code: 'revoked',
  challenge: 'Bearer error="invalid_token", error_description="The issuer reports that this token is not active."',
}

test('a revoked token is accepted by its signature until it expires, and refused at once where the issuer is called', async () => {
  const { issuer, mint, get } = await startStage()
  const token = mint()
  expect([(await get('/catalogue', token)).status, (await get('/invoices', token)).status]).toEqual([200, 200])

  issuer.introspect = inactive

  expect((await get('/catalogue', token)).status).toBe(200)
  expect(refusalOf(await get('/invoices', token))).toEqual(revoked)
  pass(304)
  expect((await get('/catalogue', token)).status).toBe(200)
  pass(1)
  expect(refusalOf(await get('/catalogue', token))).toMatchObject({ status: 401, code: 'expired' })
})

test.each(['/catalogue', '/invoices'])(
  'with CHECK=introspection a revoked token is refused by %s at once',
  async (path) => {
    const { issuer, mint, get } = await startStage({ CHECK: 'introspection' })
    issuer.introspect = inactive

    expect(refusalOf(await get(path, mint()))).toEqual(revoked)
  },
)

test.each(['/catalogue', '/invoices'])('with CHECK=local a revoked token is accepted by %s', async (path) => {
  const { issuer, mint, get } = await startStage({ CHECK: 'local' })
  issuer.introspect = inactive

  expect((await get(path, mint())).status).toBe(200)
})

test('every request is introspected: an answer about a token is never cached', async () => {
  const { issuer, mint, get } = await startStage()
  const token = mint()
  for (let times = 0; times < 3; times += 1) await get('/invoices', token)

  expect(issuer.introspections).toHaveLength(3)
})

test('the issuer receives the token in a form, with id and secret encoded each (RFC 6749, section 2.3.1)', async () => {
  const { issuer, mint, get } = await startStage()
  const token = mint()
  await get('/invoices', token)

  const [asked] = issuer.introspections
  const [id = '', secret = ''] = Buffer.from(asked?.authorization?.replace('Basic ', '') ?? '', 'base64')
    .toString()
    .split(':')
  const decode = (text: string) => new URLSearchParams(`_=${text}`).get('_')
  expect([decode(id), decode(secret)]).toEqual([clientId, clientSecret])
  expect(secret).toBe('the+secret+of+the+resource+server%2C+%2B+%25+and+all')
  expect(Object.fromEntries(asked?.form ?? [])).toEqual({ token, token_type_hint: 'access_token' })
  expect(asked?.type).toMatch(/^application\/x-www-form-urlencoded/)
})

test('a user who has lost a permission since the token was issued is refused here, too', async () => {
  const { issuer, mint, get } = await startStage()
  issuer.introspect = () => ({ body: { ...standing, scope: 'notes:write' } })

  expect(refusalOf(await get('/invoices', mint()))).toMatchObject({ status: 403, code: 'insufficient_scope' })
})

test('the issuer can remove permissions and never add one that the token does not contain', async () => {
  const { mint, get } = await startStage()

  const token = mint({ payload: { scope: 'notes:write' } })

  expect(refusalOf(await get('/invoices', token))).toMatchObject({ status: 403, code: 'insufficient_scope' })
})

test('an answer about another user is no answer about this token', async () => {
  const { issuer, mint, get } = await startStage()
  issuer.introspect = () => ({ body: { ...standing, sub: 'user-2' } })

  expect(refusalOf(await get('/invoices', mint()))).toEqual(revoked)
})

test('a token with an invalid signature never reaches the issuer', async () => {
  const { issuer, mint, get } = await startStage({ CHECK: 'introspection' })
  const bad = [mint().slice(0, -3), 'nonsense', mint({ payload: { exp: 1 } }), mint({ payload: { aud: 'another' } })]

  for (const token of bad) expect((await get('/invoices', token)).status).toBe(401)

  expect(issuer.introspections).toEqual([])
})
