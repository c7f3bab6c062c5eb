import { basename, dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { serverCommand } from '@/scripts/process/options'
import { givenApplication } from '@/tests/support/given-application'
import { openSession } from '@/tests/support/open-session'
import { listProcesses } from '@/tests/support/processes'
import { request } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()

const skips = [
  { 'x-middleware-subrequest': 'middleware' },
  { 'x-middleware-subrequest': Array(7).fill('middleware').join(':') },
  { 'x-middleware-subrequest': Array(7).fill('src/middleware').join(':') },
  { 'x-middleware-subrequest': 'proxy', 'x-middleware-subrequest-id': '0' },
  { 'x-middleware-next': '1' },
  { 'x-middleware-rewrite': '/dashboard' },
  { 'x-middleware-override-headers': 'cookie', 'x-middleware-request-cookie': '__Host-sealed=x' },
  { 'x-nextjs-data': '1' },
  { 'x-action-redirect': '/dashboard;push' },
  { 'Next-Router-Segment-Prefetch': '/_tree' },
  { 'x-matched-path': '/dashboard' },
  { RSC: '1' },
]

describe('internal headers of Next, sent by an unauthenticated client', () => {
  test.for(skips)('%o opens no page', async (headers) => {
    for (const path of ['/dashboard', '/', '/nowhere']) {
      const answer = await new Visitor(app).get(path, headers)
      expect(answer.status).toBeLessThan(500)
      expect(answer.body).not.toContain('What checked this request')
      expect(answer.setCookies).toEqual([])
    }
  })

  test.for(skips)('%o opens nothing of the API either', async (headers) => {
    const answer = await new Visitor(app).get('/api/me', headers)

    // `x-matched-path` makes Next render the page that it names: that one guards itself, too.
    expect([307, 401]).toContain(answer.status)
    expect(answer.body).not.toContain('"user"')
  })
})

describe('our own trace header, sent by a client', () => {
  const steps = [{ name: 'open', at: 0, milliseconds: 987_654.32 }]
  const forged = { 'x-check-trace': JSON.stringify({ verdict: 'allowed', steps }) }

  test('authenticates no request', async () => {
    expect((await new Visitor(app).get('/dashboard', forged)).status).toBe(303)
    expect((await new Visitor(app).get('/api/me', forged)).status).toBe(401)
  })

  test('is not shown, not even where the middleware is skipped', async () => {
    const visitor = await openSession(app, 'sealed')

    for (const headers of [forged, { ...forged, 'Next-Router-Prefetch': '1' }]) {
      const page = await visitor.get('/dashboard', headers)
      expect(page.body).toContain('What checked this request')
      expect(page.body).not.toContain('987654')
    }
  })
})

describe('requests that end in a 500 inside Next', () => {
  const odd = [
    ['TRACE', '/'],
    ['TRACE', '/dashboard'],
    ['OPTIONS', '*'],
    ['GET', '*'],
    ['GET', '/%ff'],
    ['GET', '/dashboard/%ff'],
    ['GET', '/%00'],
    ['GET', '/dashboard%00'],
    ['GET', '/%E0%A4%A'],
    ['GET', '/api/me%00'],
    ['POST', '/%c0%ae%c0%ae'],
  ] as const

  test.for(odd)('%s %s is refused before it reaches Next', async ([method, path]) => {
    const { status } = await request(app.url, path, { method })

    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
  })
})

test('a page that needs a login is protected under every spelling of its path', async () => {
  const paths = ['/dashboard/', '//dashboard', '/./dashboard', '/x/../dashboard', '/%64ashboard', '/DASHBOARD']
  for (const path of [
    ...paths,
    '/dashboard?_rsc=1',
    '/dashboard.rsc',
    '/dashboard.txt',
    '/_next/data/x/dashboard.json',
  ]) {
    const answer = await new Visitor(app).get(path)
    expect(answer.status).toBeLessThan(500)
    expect(answer.body).not.toContain('What checked this request')
  }
})

test('an idle connection is kept open longer than a load balancer keeps it: otherwise the balancer answers 502', async () => {
  const answer = await request(app.url, '/api/health', { headers: { Connection: 'keep-alive' } })
  expect(answer.headers.get('keep-alive')).toBe('timeout=75')
})

test.skipIf(process.platform === 'win32')(
  'npm start serves by plain JavaScript, without a loader, with short pauses of the garbage collector',
  () => {
    const all = listProcesses()
    const supervisor = all.find(({ command }) => command.includes(`start.ts --data ${dirname(app.logFile)} `))
    const serving = all.filter(({ parent, command }) => parent === supervisor?.pid && command.includes('.mjs'))

    const wanted = [process.execPath, ...serverCommand(basename(app.dist))].join(' ')
    expect(serving.map(({ command }) => command)).toEqual([wanted])
  },
)
