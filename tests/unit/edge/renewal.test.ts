import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { guardPage } from '@/lib/edge/guard-page'
import { env } from '@/lib/env'
import { visitorOf } from '@/lib/server/http/client'
import { renewalPatience } from '@/lib/session/revocation/keys'
import { admit } from '@/scripts/process/admit'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { models } from '@/tests/support/models'
import { countTimers } from '@/tests/support/timers'
import { now } from '../support/claims'
import { askFor } from '../support/page-request'
import { issue } from '../support/present'
import { startRedis } from '../support/start-redis'

/** The renew handler runs in another process and is reached over HTTP: the test replaces that network boundary. */
let answer: (request: IncomingMessage, response: ServerResponse) => void
const asked: IncomingMessage[] = []
const application = createServer((request, response) => {
  asked.push(request)
  answer(request, response)
})

let store: Awaited<ReturnType<typeof startRedis>>
beforeAll(async () => {
  process.env.PORT = String(await listenNear(application, 0))
  store = await startRedis()
})
beforeEach(() => {
  asked.length = 0
})
afterAll(async () => {
  application.closeAllConnections()
  await closeServer(application)
  await store.close()
})

const status =
  (code: number, headers: Record<string, string | string[]> = {}, body = '') =>
  (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(code, headers).end(body)
/** The answer of our own handler. */
const renewed = status(204, { 'Set-Cookie': '__Host-sealed=new; Path=/' })
const refused = status(401, { 'X-Renewal': 'refused' })
const unavailable = status(503, { 'X-Renewal': 'unavailable' })
const stale = { issuedAt: now - 600 }

describe.each(models)('a %s session that is renewable', (model) => {
  test('is renewed on its way to the page, and passes every new cookie on', async () => {
    const lines = ['__Host-signed=new; Path=/', '__Host-refresh=newer; Path=/']
    answer = (_, response) => void response.writeHead(204, { 'Set-Cookie': lines }).end()

    const decision = await guardPage(askFor('/dashboard', await issue[model](stale)), now)

    expect(decision).toMatchObject({ answer: 'pass', report: { verdict: 'allowed' }, renewedCookies: lines })
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /api/session/renew'])
    expect(decision.report?.steps.map(({ name }) => name)).toContain('renew')
  })

  test('is redirected to the login page when our own handler refuses the renewal', async () => {
    answer = refused
    const decision = await guardPage(askFor('/dashboard', await issue[model](stale)), now)
    expect(decision).toMatchObject({ answer: 'log_in', report: { verdict: 'revoked' }, renewedCookies: [] })
  })

  test('is asked to try again, and keeps its cookies, when our own handler says that a store is unavailable', async () => {
    answer = unavailable
    const decision = await guardPage(askFor('/dashboard', await issue[model](stale)), now)
    expect(decision).toMatchObject({ answer: 'try_again', report: { verdict: 'unavailable' }, renewedCookies: [] })
    expect(asked).toHaveLength(1)
  })
})

test.each([
  ['renewed', renewed],
  ['refused', refused],
  ['lost', (request: IncomingMessage) => void request.socket.destroy()],
] as const)('no timer outlives a renewal that is %s: it would keep its request in memory', async (_, given) => {
  answer = given
  const request = askFor('/dashboard', await issue[models[0]](stale))
  // The client of Redis has a timer of the same length.
  const isOwn = ({ name }: { name: string }, delay?: number) => name === 'expire' && delay === renewalPatience * 1000

  expect(await countTimers(isOwn, () => guardPage(request, now))).toEqual({ started: 1, stopped: 1 })
})

test('a foreign answer without an end is closed after its headers', async () => {
  const closed = new Promise<void>((resolve) => {
    answer = (_, response) => {
      response.on('close', resolve)
      response.writeHead(200).write('<p>')
    }
  })

  await guardPage(askFor('/dashboard', await issue[models[0]](stale)), now)
  await closed
})

const html = { 'Content-Type': 'text/html', 'Set-Cookie': '_vercel_sso_nonce=abc' }
const problem = { 'Content-Type': 'application/problem+json' }
const clearing = { Location: '/login', 'Set-Cookie': '__Host-sealed=; Max-Age=0' }

/** Answers that do not come from our route handler, as proxies and platforms give them. */
const foreignAnswers: Readonly<Record<string, typeof answer>> = {
  'the 401 page of Deployment Protection': status(401, html, '<title>Authentication Required</title>'),
  'a 401 of HTTP Basic auth': status(401, { 'WWW-Authenticate': 'Basic realm="staging"' }),
  'a 401 with our problem details but without our mark': status(401, problem, '{"code":"revoked"}'),
  'a 403 of a firewall': status(403),
  'a refusal of ours with another status': status(403, { 'X-Renewal': 'refused' }),
  'the 200 of a captive portal': status(200, html, '<form>'),
  'an empty 200': status(200),
  'a 204 without a cookie of ours': status(204),
  'a 204 with a cookie of another application': status(204, { 'Set-Cookie': 'portal=1' }),
  'a redirect to a login page': status(302, clearing),
  'a redirect by 307': status(307, clearing),
  'a 404': status(404),
  'a 429': status(429, { 'Retry-After': '60' }),
  'a 500': status(500, clearing),
  'a 502 of a proxy': status(502, html, '<h1>Bad Gateway</h1>'),
  'a 503 of a proxy': status(503, { 'Retry-After': '60' }),
  'a connection that breaks': (_, response) => response.destroy(),
}

describe.each(Object.entries(foreignAnswers))('when %s answers the renewal,', (_, foreign) => {
  const document = { 'Sec-Fetch-Dest': 'document' }

  test.each(models)(
    'a document is redirected to renew its %s session by itself, and keeps its cookies',
    async (model) => {
      answer = foreign
      const decision = await guardPage(askFor('/dashboard?a=1', await issue[model](stale), document), now)
      expect(decision).toMatchObject({ answer: 'renew_yourself', report: { verdict: 'renewable' }, renewedCookies: [] })
      expect(asked).toHaveLength(1)
    },
  )

  test('a document without Sec-Fetch headers is redirected once; the second time it passes without a renewal', async () => {
    answer = foreign
    const accept = { Accept: 'text/html,*/*' }
    const cookies = await issue.signed(stale)
    expect(await guardPage(askFor('/dashboard', cookies, accept), now)).toMatchObject({ answer: 'renew_yourself' })
    expect(await guardPage(askFor('/dashboard?renewal=done', cookies, accept), now)).toMatchObject({ answer: 'pass' })
  })

  test('a form and a request of the client router pass without a renewal, so that typed text is not lost', async () => {
    answer = foreign
    const cookies = await issue.signed(stale)
    for (const request of [
      askFor('/dashboard', cookies, { ...document, origin: `http://localhost:${process.env.PORT}` }, 'POST'),
      askFor('/dashboard', cookies, { 'Sec-Fetch-Dest': 'empty', Accept: '*/*', RSC: '1' }),
    ]) {
      const decision = await guardPage(request, now)
      expect(decision).toMatchObject({ answer: 'pass', report: { verdict: 'renewable' }, renewedCookies: [] })
    }
  })
})

test('the renewal request carries the whole Cookie header and, of the other headers, only the client address and browser', async () => {
  answer = renewed
  const request = askFor('/dashboard', await issue.sealed(stale), {
    'User-Agent': 'a browser',
    'X-Forwarded-For': '192.0.2.1',
    'X-Secret': 'not for the renewal',
  })
  request.headers.append('cookie', 'theirs=1')

  await guardPage(request, now)

  const headers = asked[0]?.headers
  const cookie = request.headers.get('cookie')
  expect(headers).toMatchObject({ cookie, 'user-agent': 'a browser' })
  for (const name of ['x-secret', 'x-forwarded-for']) expect(headers).not.toHaveProperty(name)
})

describe('the renewal request carries the client address that the edge has determined', () => {
  afterEach(() => {
    env().TRUSTED_PROXY_HOPS = 0
  })

  test.each([
    [0, '203.0.113.5'],
    [0, '1.1.1.1, 203.0.113.5'],
    [1, '203.0.113.5, 10.0.0.1'],
    [1, '203.0.113.5, 127.0.0.1'],
    [1, '1.1.1.1, 203.0.113.5, 127.0.0.1'],
    [2, '1.1.1.1, 203.0.113.5, 10.0.0.2, 10.0.0.1'],
  ])('behind %i proxies, "%s"', async (proxies, forwardedFor) => {
    env().TRUSTED_PROXY_HOPS = proxies
    answer = (request, response) => void (admit(request, response) && renewed(request, response))

    await guardPage(askFor('/dashboard', await issue.sealed(stale), { 'X-Forwarded-For': forwardedFor }), now)

    const headers = Object.entries(asked[0]?.headers ?? {}).map(([name, value]): [string, string] => [name, `${value}`])
    expect((await visitorOf(new Headers(headers))).ip).toBe('203.0.113.5')
  })
})

test('the renewal goes to our own address, never to an address from the request', async () => {
  answer = renewed
  const elsewhere = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'gopher' }
  await guardPage(askFor('/dashboard', await issue.sealed(stale), elsewhere), now)
  expect(asked.map(({ headers }) => headers.host)).toEqual([`127.0.0.1:${process.env.PORT}`])
})

test('a renewal that takes longer than three seconds counts as unanswered', async () => {
  answer = () => undefined
  const start = performance.now()
  const document = askFor('/dashboard', await issue.sealed(stale), { 'Sec-Fetch-Dest': 'document' })
  expect(await guardPage(document, now)).toMatchObject({ answer: 'renew_yourself' })
  expect(performance.now() - start).toBeLessThan(6000)
}, 20_000)

describe('on Vercel', () => {
  afterEach(() => {
    Object.assign(env(), { VERCEL_AUTOMATION_BYPASS_SECRET: undefined })
  })

  test('the renewal request carries the bypass secret of Deployment Protection where one is set', async () => {
    answer = renewed
    await guardPage(askFor('/dashboard', await issue.sealed(stale)), now)
    Object.assign(env(), { VERCEL_AUTOMATION_BYPASS_SECRET: 'open sesame' })
    await guardPage(askFor('/dashboard', await issue.sealed(stale)), now)

    expect(asked.map(({ headers }) => headers['x-vercel-protection-bypass'])).toEqual([undefined, 'open sesame'])
  })
})
