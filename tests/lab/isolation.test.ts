import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getAccess } from '@/lib/db/users'
import { targets } from '@/lib/lab/targets'
import { startSession } from '@/lib/server/start-session'
import { type Model, models } from '@/lib/session/models'
import { minutes, nowInSeconds } from '@/lib/time'
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
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { request } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

/** A lab that is on, and what it does to everything else: nothing. */
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
  test('anonymous who is anonymous', async () => {
    expect(ordinary.length).toBeGreaterThan(12)
    await expectUnchanged(new Visitor(on))
  })

  test.for(models)('who is let in by a session that is %s let in', async (model) => {
    const visitor = await openSession(on, model, people.ada)
    await expectUnchanged(visitor)

    expect((await seen(visitor, '/api/me', true)).status).toBe(200)
    expect((await seen(visitor, '/dashboard', true)).status).toBe(200)
  })

  test.for(models)('whose session was %s and is revoked refused', async (model) => {
    const visitor = await openSession(on, model, people.ada)
    const thief = visitor.clone()
    await visitor.submit('/dashboard', 'Log out')
    await sleep(4 * maxAge)
    await expectUnchanged(thief)

    expect((await seen(thief, '/api/me', true)).status).toBe(401)
    expect((await seen(thief, '/dashboard', true)).location).toBe('/login?next=%2Fdashboard')
  })
})

const broken = 'way=snapshot&way=off&redis=failing&postgres=away'

/** Each target as a script of its own page asks it; the action is posted to its page. */
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
  test('keeps its broken stores to itself, also while another request asks about the same session', async () => {
    const visitor = await openSession(on, 'stored')
    await sleep(4 * maxAge)
    const asking = visitor.get(`${targets.handler}?${broken}`)
    await sleep(maxAge)

    expect(await visitor.me()).toMatchObject({ status: 200 })
    expect((await visitor.get('/dashboard')).status).toBe(200)
    expect((await asking).body).toContain('"unavailable"')
    expect((await new Visitor(on).get('/api/health')).json()).toMatchObject({ postgres: 'ok', redis: 'ok' })
  })

  test.for(Object.entries(judges))('judges who asks and nobody else: %s', async ([, judgedBy]) => {
    const [ada, linus] = [await openSession(on, 'stored', people.ada), await openSession(on, 'stored')]
    const { session, user } = await ada.me()
    const gone = linus.clone()
    await linus.submit('/dashboard', 'Log out')
    await sleep(4 * maxAge)
    const named = new URLSearchParams({ session: session?.id ?? '', sid: session?.id ?? '', userId: user?.id ?? '' })
    const asked = `way=strict&experiment=one-for-all&${named}`

    expect(new Set(verdictsIn(await judgedBy(ada, asked)))).toEqual(new Set(['allowed']))
    expect(new Set(verdictsIn(await judgedBy(gone, asked)))).toEqual(new Set(['revoked']))
    expect(new Set(verdictsIn(await judgedBy(new Visitor(on), asked)))).toEqual(new Set(['anonymous']))
  })
})

/** Whoever comes back after their fresh window has closed. */
async function openDue(model: Model): Promise<Visitor> {
  Object.assign(process.env, on.settings)
  const { user } = await (await openSession(on, 'sealed')).me()
  const access = await getAccess(user?.id ?? '')
  const [client, now] = [{ ip: null, userAgent: null }, nowInSeconds() - minutes(6)]
  const started = access && (await startSession(model, access, { client, now, replacing: [] }))

  const visitor = new Visitor(on)
  for (const { name, value } of started?.cookies ?? []) visitor.jar.set(name, value)
  return visitor
}

describe.each(models)('a session that is %s and due', (model) => {
  test('is renewed by no layer without Redis or without Postgres, and by the edge with both', async () => {
    const visitor = await openDue(model)
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

  test('no handler of the lab does anything', async () => {
    const visitor = await openSession(on, 'stored')
    for (const { method, path } of writing) {
      for (const from of foreign) {
        const answer = await visitor.send(method, path, from)
        expect([method, path, answer.status, answer.setCookies]).toEqual([method, path, 403, []])
      }
    }
    expect(await visitor.me()).toMatchObject({ status: 200 })
  })

  test('no action of the lab does anything', async () => {
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

  test('no page of another origin may read what the lab answers', async () => {
    const { url } = on
    for (const { path } of [...labPages, ...labHandlers, { path: targets.edge }]) {
      const answer = await request(url, `${path}?${query}`, { headers: { Origin: 'https://evil.example' } })
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
  })
})

/** Bytes, gzipped. */
const most = 2048

test.for(ordinaryPages.filter(({ path }) => path !== '/choose'))(
  'the lab costs $path at most 2 KB',
  async ({ path }) => {
    const [before, after] = await Promise.all(
      [without, on].map(async (app) => bytesOfScripts(app, await openSession(app, 'sealed', people.ada), path)),
    )

    expect(before).toBeGreaterThan(10_000)
    expect((after ?? 0) - (before ?? 0)).toBeLessThanOrEqual(most)
  },
)
