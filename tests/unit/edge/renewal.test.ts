import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { guardPage } from '@/lib/edge/guard-page'
import { env } from '@/lib/env'
import { visitorOf } from '@/lib/server/client'
import { models } from '@/lib/session/models'
import { admit } from '@/scripts/process/admit'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { now } from '../support/claims'
import { askFor } from '../support/page-request'
import { issue } from '../support/present'
import { startRedis } from '../support/start-redis'

/** Stands at the border: the renew handler is another process's, reached over HTTP. */
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

const status = (code: number) => (_: IncomingMessage, response: ServerResponse) => void response.writeHead(code).end()
const stale = { issuedAt: now - 600 }

describe.each(models)('a %s session that is renewable', (model) => {
  test('is renewed on its way to the page, and hands on every cookie it was given', async () => {
    const lines = ['__Host-signed=new; Path=/', '__Host-refresh=newer; Path=/']
    answer = (_, response) => void response.writeHead(204, { 'Set-Cookie': lines }).end()

    const decision = await guardPage(askFor('/dashboard', await issue[model](stale)), now)

    expect(decision).toMatchObject({ answer: 'pass', report: { verdict: 'allowed' }, renewedCookies: lines })
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /api/session/renew'])
    expect(decision.report?.steps.map(({ name }) => name)).toContain('renew')
  })

  test('is sent to log in when the renewal says no', async () => {
    answer = status(401)
    const decision = await guardPage(askFor('/dashboard', await issue[model](stale)), now)
    expect(decision).toMatchObject({ answer: 'log_in', report: { verdict: 'revoked' }, renewedCookies: [] })
  })

  test.each([200, 302, 307, 400, 403, 404, 429, 500, 502, 503])(
    'is asked to try again, and keeps its cookies, when the renewal answers %i',
    async (code) => {
      answer = (_, response) =>
        void response.writeHead(code, { Location: '/login', 'Set-Cookie': '__Host-sealed=; Max-Age=0' }).end()
      const decision = await guardPage(askFor('/dashboard', await issue[model](stale)), now)
      expect(decision).toMatchObject({ answer: 'try_again', report: { verdict: 'unavailable' }, renewedCookies: [] })
      expect(asked).toHaveLength(1)
    },
  )
})

test('the whole Cookie header goes along, and of the other headers only who the visitor is', async () => {
  answer = status(204)
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

describe('the renewal learns who the visitor is, as the edge has seen them', () => {
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
    answer = (request, response) => void (admit(request, response) && response.writeHead(204).end())

    await guardPage(askFor('/dashboard', await issue.sealed(stale), { 'X-Forwarded-For': forwardedFor }), now)

    const headers = Object.entries(asked[0]?.headers ?? {}).map(([name, value]): [string, string] => [name, `${value}`])
    expect((await visitorOf(new Headers(headers))).ip).toBe('203.0.113.5')
  })
})

test('the renewal is asked for at our own address, never at one that came with the request', async () => {
  answer = status(204)
  const elsewhere = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'gopher' }
  await guardPage(askFor('/dashboard', await issue.sealed(stale), elsewhere), now)
  expect(asked.map(({ headers }) => headers.host)).toEqual([`127.0.0.1:${process.env.PORT}`])
})

test('a renewal that hangs up or takes longer than three seconds is a reason to try again', async () => {
  answer = (_, response) => response.destroy()
  expect(await guardPage(askFor('/dashboard', await issue.sealed(stale)), now)).toMatchObject({ answer: 'try_again' })

  answer = () => undefined
  const start = performance.now()
  expect(await guardPage(askFor('/dashboard', await issue.sealed(stale)), now)).toMatchObject({ answer: 'try_again' })
  expect(performance.now() - start).toBeLessThan(6000)
}, 20_000)
