import { expect, test } from 'vitest'
import { startStage } from '@/tests/integration/support/resource-stage'
import { request } from '@/tests/support/request'
import { now } from '@/tests/unit/support/claims'

const check = (by: string) => ({
  by,
  milliseconds: expect.any(Number),
  tokenUntil: new Date((now + 300) * 1000).toISOString(),
})

test('a valid token opens the catalogue by its signature, without a call to the issuer', async () => {
  const { issuer, mint, get } = await startStage()

  const answer = await get('/catalogue', mint())

  expect(answer.status).toBe(200)
  expect(answer.json()).toEqual({ catalogue: expect.arrayContaining([expect.anything()]), check: check('local') })
  expect(issuer.introspections).toEqual([])
})

test('a valid token opens the invoices of its owner, after a call to the issuer', async () => {
  const { issuer, mint, get } = await startStage()

  const answer = await get('/invoices', mint())

  expect(answer.status).toBe(200)
  expect(answer.json()).toEqual({
    invoices: expect.arrayContaining([expect.objectContaining({ customer: 'user-1' })]),
    check: check('introspection'),
  })
  expect(issuer.introspections).toHaveLength(1)
})

test.each(['local', 'introspection'])('with CHECK=%s both resources are checked in the same way', async (by) => {
  const { mint, get } = await startStage({ CHECK: by })

  expect((await get('/catalogue', mint())).json()).toMatchObject({ check: { by } })
  expect((await get('/invoices', mint())).json()).toMatchObject({ check: { by } })
})

test('HEAD is answered as GET is, without the body', async () => {
  const { service, mint } = await startStage()
  const head = (headers = {}) => request(service.url, '/catalogue', { method: 'HEAD', headers })

  expect(await head({ Authorization: `Bearer ${mint()}` })).toMatchObject({ status: 200, body: '' })
  expect(await head()).toMatchObject({ status: 401, body: '' })
})

test('the scheme is Bearer in any case, as in all of HTTP (RFC 9110, section 11.1)', async () => {
  const { service, mint } = await startStage()
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    const headers = { Authorization: `${scheme} ${mint()}` }
    expect((await request(service.url, '/catalogue', { headers })).status).toBe(200)
  }
})

test('the health endpoint is public, and makes no call to the issuer', async () => {
  const { issuer, get } = await startStage()
  await issuer.leave()

  expect((await get('/health')).json()).toEqual({ status: 'ok' })
})
