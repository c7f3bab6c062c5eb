import type { OutgoingHttpHeaders } from 'node:http'
import { beforeAll, describe, expect, test } from 'vitest'
import { givenApplication } from '@/tests/support/given-application'
import { openSession } from '@/tests/support/open-session'
import { exportedFunctions, readSources } from '@/tests/support/source'
import type { Visitor } from '@/tests/support/visitor'

const app = givenApplication()
const { port } = new URL(app.url)

/** endpoints.test.ts tests addresses without a handler. */
const nothing = 'app/api/[[...rest]]/route.ts'

/** Every handler with side effects, found in the source: a new one is tested without further changes. */
const handlers = readSources('app')
  .filter(({ path }) => path.endsWith('/route.ts') && path !== nothing)
  .flatMap((source) => [...exportedFunctions(source).keys()].map((method) => ({ method, path: routeOf(source.path) })))
  .filter(({ method }) => /^(POST|PUT|PATCH|DELETE)$/.test(method))

function routeOf(path: string): string {
  return path.replace(/^app/, '').replace(/\/route\.ts$/, '')
}

const foreign: Readonly<Record<string, OutgoingHttpHeaders>> = {
  'another site': { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
  'another site, by a browser without Sec-Fetch-Site': { Origin: 'https://evil.example' },
  'another site that says it is ours': { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' },
  'another site that a forwarding header names': {
    Origin: 'https://evil.example',
    'X-Forwarded-Host': 'evil.example',
    'X-Forwarded-Proto': 'https',
  },
  'a sandboxed page': { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
  'a sandboxed page that says it is ours': { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' },
  'a sandboxed page, by a browser without Sec-Fetch-Site': { Origin: 'null' },
  'another port of this host': { Origin: 'http://localhost:1', 'Sec-Fetch-Site': 'same-site' },
  'a site next door': { Origin: `http://localhost:${port}`, 'Sec-Fetch-Site': 'same-site' },
  'a link or a bookmark': { Origin: `http://localhost:${port}`, 'Sec-Fetch-Site': 'none' },
  'a page that hides its origin': { 'Sec-Fetch-Site': 'cross-site' },
  'a browser that hides its origin': { 'Sec-Fetch-Site': 'same-origin' },
  'our name with a tail': { Origin: `http://localhost:${port}.evil.example` },
  'our name as a user name': { Origin: `http://localhost:${port}@evil.example` },
  'our name in capitals and a path': { Origin: `http://LOCALHOST:${port}/` },
  'two origins': { Origin: `http://localhost:${port}, https://evil.example` },
  'HTTPS in front of our name': { Origin: `https://localhost:${port}` },
}

test('there is such a handler', () => {
  expect(handlers).toContainEqual({ method: 'POST', path: '/api/session/renew' })
})

describe.for(handlers)('[ASVS 3.5.1] $method $path is refused and changes nothing when sent by', ({ method, path }) => {
  let visitor: Visitor
  beforeAll(async () => {
    visitor = await openSession(app, 'signed')
  })

  test.for(Object.entries(foreign))('%s', async ([, headers]) => {
    const before = visitor.cookies

    const answer = await visitor.send(method, path, headers)

    expect(answer.status).toBe(403)
    expect(answer.json()).toMatchObject({ code: 'cross_site' })
    expect(answer.setCookies).toEqual([])
    expect(visitor.cookies).toEqual(before)
    expect(await visitor.me()).toMatchObject({ status: 200 })
  })

  test('no other sender is refused: our own page is served, and a client that is no browser', async () => {
    for (const headers of [
      {},
      { Origin: visitor.origin },
      { Origin: visitor.origin, 'Sec-Fetch-Site': 'same-origin' },
    ]) {
      const answer = await visitor.send(method, path, headers)
      expect(answer.body).not.toContain('cross_site')
    }
  })
})
