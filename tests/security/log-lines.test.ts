import { expect, test } from 'vitest'
import { Caller, provideStage } from '@/tests/security/support/doors'
import { actionId } from '@/tests/support/client-router'
import { givenApplication } from '@/tests/support/given-application'
import { type Interruptible, interruptible } from '@/tests/support/interruptible'
import { linesDuring } from '@/tests/support/log-lines'
import { models } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'

const { settings } = givenApplication()

/** One process per test: the same event is logged once within ten seconds. */
const stage = provideStage(async (start) => {
  const postgres = await interruptible(settings.DATABASE_URL ?? '')
  const redis = await interruptible(settings.UPSTASH_REDIS_REST_URL ?? '')
  const broken = { DATABASE_URL: postgres.url, UPSTASH_REDIS_REST_URL: redis.url }
  const withMiddleware = await start(broken)
  const withoutMiddleware = await start(broken, false)
  return { postgres, redis, withMiddleware, withoutMiddleware }
})

/** Pages of each model, twice each, while a store does not answer. */
async function visitAll(app: { url: string }, store: Interruptible): Promise<readonly number[]> {
  const visitors = await Promise.all(models.map((model) => openSession(givenApplication(), model)))
  await store.cut()
  const statuses: number[] = []
  for (const { jar } of [...visitors, ...visitors]) {
    for (const path of ['/dashboard', '/sessions']) statuses.push((await new Caller(app, jar).get(path)).status)
  }
  await store.restore()
  return statuses
}

const eventsIn = (lines: readonly string[]) =>
  lines.map((line) => /^{.*"event":"([a-z_]+)".*}$/.exec(line)?.[1] ?? line)

test('pages while Postgres is unavailable write one line for each way to find out', async () => {
  const { withMiddleware: app, postgres } = stage()
  const lines = await linesDuring(app, async () => {
    expect(await visitAll(app, postgres)).toContain(500)
  })

  // Stored sessions fail in the check, the others in the content of the page.
  expect(eventsIn(lines).toSorted()).toEqual([
    'check_unavailable',
    'outbox_unavailable', // feature: mail
    'page_unavailable',
  ])
})

test('pages while Redis is unavailable write one line, in a build without its middleware', async () => {
  const { withoutMiddleware: app, redis } = stage()
  const lines = await linesDuring(app, async () => {
    expect(new Set(await visitAll(app, redis))).toEqual(new Set([500]))
  })

  expect(eventsIn(lines)).toEqual(['check_unavailable'])
})

test('a cross-site action that reaches its own guard writes one line', async () => {
  const { withoutMiddleware: app } = stage()
  const id = await actionId(app, 'logoutAction')
  const caller = new Caller(app)
  const lines = await linesDuring(app, async () => {
    const call = { id, fields: {}, previous: { outcome: 'idle' } }
    const answer = await caller.callAction('/dashboard', call, { 'Sec-Fetch-Site': 'cross-site' })
    expect(answer.status).toBe(403)
  })

  expect(eventsIn(lines)).toEqual(['cross_site_action_refused'])
})
