import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { targets } from '@/lib/lab/shared/targets'
import {
  labActions,
  labHandlers,
  labPages,
  ordinaryHandlers,
  ordinaryPages,
  postAction,
  query,
  report,
} from '@/tests/lab/support/routes'
import { bytesOfScripts } from '@/tests/lab/support/scripts'
import { seen } from '@/tests/lab/support/switches'
import { type Application, startApplication } from '@/tests/support/application'
import { buildWithLab } from '@/tests/support/build'
import { givenApplication } from '@/tests/support/given-application'
import { logInByForm } from '@/tests/support/log-in'
import { models } from '@/tests/support/models'
import { due, newAccount, openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { request } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

/** An enabled lab does not affect the rest of the application. */
const without = givenApplication()
/** Milliseconds. */
const maxAge = 50
let on: Application

beforeAll(async () => {
  const env = { LAB: 'on', REVOCATION_MODE: 'snapshot', REVOCATION_MAX_AGE_MS: String(maxAge) }
  on = await startApplication({ build: await buildWithLab(), env })
})
afterAll(() => on?.stop())

const ordinary = [...ordinaryPages, ...ordinaryHandlers]
  .filter(({ methods }) => methods.includes('GET'))
  .map(({ path }) => path)

async function expectUnchanged(visitor: Visitor): Promise<void> {
  for (const path of ordinary) expect(await seen(visitor, path, true)).toEqual(await seen(visitor, path, false))
}

describe('every switch of the lab, sent to every ordinary route leaves', () => {
  test('an anonymous visitor anonymous', async () => {
    expect(ordinary.length).toBeGreaterThan(12)
    await expectUnchanged(new Visitor(on))
  })

  test.for(models)('a visitor with a session that is %s logged in', async (model) => {
    const visitor = await openSession(on, model, people.ada)
    await expectUnchanged(visitor)

    expect((await seen(visitor, '/api/me', true)).status).toBe(200)
    expect((await seen(visitor, '/dashboard', true)).status).toBe(200)
  })

  test.for(models)('a visitor whose session was %s and is revoked refused', async (model) => {
    const visitor = await openSession(on, model, people.ada)
    const thief = visitor.clone()
    await visitor.submit('/dashboard', 'Log out')
    await untilRefused(thief)
    await expectUnchanged(thief)

    expect((await seen(thief, '/api/me', true)).status).toBe(401)
    expect((await seen(thief, '/dashboard', true)).location).toBe('/login?next=%2Fdashboard')
  })
})

/**
 * Waits for the local replicas of the edge and of the server: they contain a revocation after the next poll of the
 * feed.
 */
async function untilRefused(visitor: Visitor): Promise<void> {
  await expect.poll(async () => (await visitor.clone().me()).status).toBe(401)
  await expect.poll(async () => (await visitor.clone().get('/dashboard')).location).not.toBeNull()
}

const broken = 'way=snapshot&way=off&redis=failing&postgres=away'

/** Calls each target like the script of its page; the action is posted to its page. */
const judges = {
  edge: async (visitor: Visitor, asked: string) => (await visitor.get(`${targets.edge}?${asked}`)).body,
  page: async (visitor: Visitor, asked: string) =>
    (await visitor.get(`${targets.page}?${asked}`)).body.replaceAll('&quot;', '"'),
  action: async (visitor: Visitor, asked: string) => (await visitor.submit(`${targets.page}?${asked}`, 'query')).body,
  handler: async (visitor: Visitor, asked: string) => (await visitor.get(`${targets.handler}?${asked}`)).body,
}

const verdictsIn = (body: string) =>
  [...body.matchAll(/verdict(?:&quot;|\\"|"):(?:&quot;|\\"|")(\w+)/g)].map(([, word]) => word)

describe('a target of the lab', () => {
  test('applies its broken stores to its own request only, also during another request of the same session', async () => {
    const visitor = await openSession(on, 'stored')
    // The local replicas become too old to decide without Redis.
    await sleep(2 * maxAge)
    const asking = visitor.get(`${targets.handler}?${broken}`)

    expect(await visitor.me()).toMatchObject({ status: 200 })
    expect((await visitor.get('/dashboard')).status).toBe(200)
    expect((await asking).body).toContain('"unavailable"')
    expect((await new Visitor(on).get('/api/health')).json()).toMatchObject({ postgres: 'ok', redis: 'ok' })
  })

  test.for(Object.entries(judges))('checks the caller only: %s', async ([, judgedBy]) => {
    const [ada, linus] = [await openSession(on, 'stored', people.ada), await openSession(on, 'stored')]
    const { session, user } = await ada.me()
    const gone = linus.clone()
    await linus.submit('/dashboard', 'Log out')
    await untilRefused(gone)
    const named = new URLSearchParams({ session: session?.id ?? '', sid: session?.id ?? '', userId: user?.id ?? '' })
    const asked = `way=strict&experiment=one-for-all&${named}`

    expect(new Set(verdictsIn(await judgedBy(ada, asked)))).toEqual(new Set(['allowed']))
    expect(new Set(verdictsIn(await judgedBy(gone, asked)))).toEqual(new Set(['revoked']))
    expect(new Set(verdictsIn(await judgedBy(new Visitor(on), asked)))).toEqual(new Set(['anonymous']))
  })
})

describe.each(models)('a session that is %s and due', (model) => {
  test('is not renewed by any layer without Redis or without Postgres, and is renewed by the edge with both', async () => {
    const visitor = await openSession(on, model, { ...(await newAccount(on)), ...due })
    for (const faults of ['redis=failing', 'postgres=failing']) {
      const asked = `way=off&way=snapshot&way=strict&experiment=is-renewal-due&${faults}`
      for (const [layer, judgedBy] of Object.entries(judges)) {
        const { cookies } = visitor
        expect([layer, faults, new Set(verdictsIn(await judgedBy(visitor, asked)))]).toEqual([
          ...[layer, faults],
          new Set(['unavailable']),
        ])
        expect(visitor.cookies).toEqual(cookies)
      }
    }

    expect(verdictsIn(await judges.handler(visitor, 'way=off'))).toEqual(['allowed'])
    const renewed = await visitor.get(`${targets.edge}?way=off`)
    expect(verdictsIn(renewed.body)).toEqual(['allowed'])
    expect(renewed.setCookies).not.toEqual([])
    expect(await visitor.me()).toMatchObject({ status: 200, session: { model } })
  })
})

const foreign = [
  { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' },
  { Origin: 'https://evil.example' },
  { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
  { Origin: 'http://localhost:1', 'Sec-Fetch-Site': 'same-site' },
]

describe('[ASVS 3.5.1] from another origin', () => {
  const writing = labHandlers.flatMap(({ path, methods }) =>
    methods.filter((method) => method !== 'GET').map((method) => ({ method, path })),
  )

  test('every handler of the lab refuses', async () => {
    const visitor = await openSession(on, 'stored')
    for (const { method, path } of writing) {
      for (const from of foreign) {
        const answer = await visitor.send(method, path, from)
        expect([method, path, answer.status, answer.setCookies]).toEqual([method, path, 403, []])
      }
    }
    expect(await visitor.me()).toMatchObject({ status: 200 })
  })

  test('every action of the lab refuses', async () => {
    const visitor = await openSession(on, 'stored')
    for (const id of labActions(on, without)) {
      for (const from of foreign) {
        for (const answer of await postAction(visitor, id, '/', from)) {
          expect(answer.status).toBeGreaterThanOrEqual(400)
          expect(answer.setCookies).toEqual([])
          expect(answer.body).not.toMatch(report)
        }
      }
    }
  })

  test('no page of another origin can read an answer of the lab', async () => {
    const { url } = on
    for (const { path } of [...labPages, ...labHandlers, { path: targets.edge }]) {
      const answer = await request(url, `${path}?${query}`, { headers: { Origin: 'https://evil.example' } })
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
  })
})

/** Bytes, gzipped. */
const most = 2048

const adas = new Map<string, Promise<Visitor>>()

/** Logs in through the form, because a test file opens sessions of one application. */
function adaOf(app: { url: string }): Promise<Visitor> {
  const ada = adas.get(app.url) ?? logInByForm(app, 'sealed', people.ada)
  adas.set(app.url, ada)
  return ada
}

test.for(ordinaryPages.filter(({ path }) => path !== '/choose'))(
  'the lab costs $path at most 2 KB',
  async ({ path }) => {
    const [before, after] = await Promise.all(
      [without, on].map(async (app) => bytesOfScripts(app, await adaOf(app), path)),
    )

    expect(before).toBeGreaterThan(10_000)
    expect((after ?? 0) - (before ?? 0)).toBeLessThanOrEqual(most)
  },
)
