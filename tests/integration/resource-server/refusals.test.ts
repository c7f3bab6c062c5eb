import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import { createApp } from '@/examples/resource-server/app'
import { parseEnv } from '@/examples/resource-server/env'
import { refusalOf, startStage } from '@/tests/integration/support/resource-stage'
import { request } from '@/tests/support/request'
import { clientId, clientSecret } from '@/tests/support/resource-server'

const paths = ['/catalogue', '/invoices']

test.each(paths)(
  'a request to %s without a credential is challenged for a Bearer token, without an error code',
  async (path) => {
    const { service, get } = await startStage()
    const nothing = { status: 401, code: 'unauthenticated', challenge: 'Bearer' }

    expect(refusalOf(await get(path))).toEqual(nothing)
    for (const authorization of ['', 'Basic dTpw', 'Bearerx', 'Digest x', 'DPoP x']) {
      const answer = await request(service.url, path, { headers: { Authorization: authorization } })
      expect(refusalOf(answer), authorization).toEqual(nothing)
    }
  },
)

test.each(paths)(
  'a token in the query of %s is refused with the reason, with or without a valid one in the header',
  async (path) => {
    const { issuer, mint, get } = await startStage()
    const refused = {
      status: 400,
      code: 'token_in_query',
      challenge: expect.stringMatching(
        /^Bearer error="invalid_request", error_description="A token in an address ends up in logs/,
      ),
    }

    expect(refusalOf(await get(`${path}?access_token=${mint()}`))).toEqual(refused)
    expect(refusalOf(await get(`${path}?page=1&access%5Ftoken=x`, mint()))).toEqual(refused)
    expect(issuer.keyFetches).toBe(0)
  },
)

test.each(['/catalogue', '/invoices', '/health'])('%s is read-only', async (path) => {
  const { service, mint } = await startStage()
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE']) {
    const answer = await request(service.url, path, { method, headers: { Authorization: `Bearer ${mint()}` } })
    expect(refusalOf(answer), method).toEqual({ status: 405, code: 'method_not_allowed', challenge: null })
    expect(answer.headers.get('allow')).toBe('GET, HEAD')
  }
})

test.each(['/', '/nothing', '/catalogue/', '//catalogue', '/%00', '/%ff', '/__proto__', '/main.ts', '/..%2fenv.ts'])(
  'there is nothing under %s',
  async (path) => {
    const { mint, get } = await startStage()
    expect(refusalOf(await get(path, mint()))).toMatchObject({ status: 404, code: 'not_found' })
  },
)

const constant = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

test('[ASVS 3.4.4] every answer says what it is and that nothing in it may run, refusals and preflights too', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  const { issuer, service, mint, get } = await startStage()
  const send = (method: string, headers = {}) => request(service.url, '/catalogue', { method, headers })
  const good = [await get('/health'), await get('/catalogue', mint())]
  const bad = [await get('/catalogue'), await get('/nothing'), await send('POST'), await get('/?access_token=x')]
  const noRequest = [await send('GET', { Host: 'no host' }), await send('GET', { Host: 'a@b' })]
  await issuer.leave()
  const away = [await get('/invoices', mint())]
  const refused = [...bad, ...noRequest, ...away]

  for (const answer of [...good, ...refused, await send('OPTIONS')]) {
    expect(Object.fromEntries(answer.headers)).toMatchObject(constant)
    expect(answer.headers.has('strict-transport-security')).toBe(false)
    expect(answer.headers.has('x-powered-by')).toBe(false)
  }
  for (const { headers } of good) expect(headers.get('content-type')).toBe('application/json')
  for (const { headers } of refused) expect(headers.get('content-type')).toBe('application/problem+json')
  expect(noRequest.map(({ status }) => status)).toEqual([400, 400])
})

test('[ASVS 3.4.1] in production every answer asks for a year of HTTPS', async () => {
  const { service, get } = await startStage({ NODE_ENV: 'production' })
  const noRequest = await request(service.url, '/', { headers: { Host: 'no host' } })

  for (const { headers } of [await get('/health'), await get('/catalogue'), noRequest]) {
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
  }
})

test('an internal error is a 500 without details, and a log line with its name only', async () => {
  const logged = vi.spyOn(console, 'error').mockReturnValue()
  const [ISSUER, AUDIENCE] = ['https://issuer.example', 'https://service.example']
  const app = createApp(parseEnv({ ISSUER, AUDIENCE, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret }))
  app.get('/broken', () => {
    throw new RangeError('the token was eyJ')
  })

  const answer = await app.request('/broken')

  expect(answer.status).toBe(500)
  expect(await answer.json()).toEqual({
    type: 'about:blank',
    title: 'The request failed because of an internal error, which was logged.',
    status: 500,
    code: 'internal',
  })
  expect(logged.mock.calls).toEqual([['{"level":"error","event":"handler_failed","reasons":["RangeError"]}']])
})

test('a malformed request ends its own connection, and nothing else', async () => {
  const { service, get } = await startStage()
  for (const bytes of [
    'nonsense\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    `GET / HTTP/1.1\r\nAuthorization: ${'x'.repeat(20_000)}\r\n\r\n`,
  ]) {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1')
    socket.end(bytes)
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 4\d\d /)
  }
  expect((await get('/health')).status).toBe(200)
})
