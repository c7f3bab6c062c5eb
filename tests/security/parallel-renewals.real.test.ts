import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { countAlive } from '@/tests/integration/support/rows'
import { type Application, startApplication } from '@/tests/support/application'
import { needs } from '@/tests/support/needs'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { type RealStores, realStoresObstacle, startRealStores } from '@/tests/support/real-stores'
import { type Stores, startStores } from '@/tests/support/stores'
import { startUpstashProcess, type UpstashProcess } from '@/tests/support/upstash-process'

/* Twenty times fifty requests with one credential that is due, over HTTP, on a real PostgreSQL: nobody tries twice. */

const freshSeconds = 1
const rounds = 20
const atOnce = 50

let servers: RealStores
let stores: Stores
let upstash: UpstashProcess
let app: Application

beforeEach(needs(realStoresObstacle))
beforeAll(async () => {
  if (realStoresObstacle) return
  servers = await startRealStores()
  stores = await startStores(servers)
  // Fifty visitors keep this process busy: whatever stands in front of Redis must not wait for them.
  upstash = await startUpstashProcess(stores.env.REDIS_URL ?? '')
  Object.assign(process.env, stores.env, upstash.env)
  app = await startApplication({ env: { ...stores.env, ...upstash.env, FRESH_SECONDS: String(freshSeconds) } })
})
afterAll(async () => {
  await app?.stop()
  await upstash?.stop()
  await stores?.close()
  await servers?.close()
})

/** A person of its own for each model, so that their sessions can be counted. */
const cases: readonly { model: Model; email: string; alive: number }[] = [
  { model: 'sealed', email: people.ada.email, alive: 0 },
  { model: 'stored', email: people.grace.email, alive: 1 },
  { model: 'signed', email: people.linus.email, alive: 1 },
]

test('fifty at once are all answered, twenty times over, and leave one session, of each model', {
  timeout: 300_000,
}, async () => {
  const browsers = await Promise.all(
    cases.map(async (one) => ({ ...one, visitor: await openSession(app, one.model, one) })),
  )
  const ids = new Map(
    await Promise.all(browsers.map(async ({ model, visitor }) => [model, await visitor.me()] as const)),
  )

  for (let round = 0; round < rounds; round += 1) {
    await sleep(freshSeconds * 1000 + 100)
    for (const browser of browsers) {
      const tabs = Array.from({ length: atOnce }, () => browser.visitor.clone())
      const answers = await Promise.all(tabs.map((tab) => tab.me()))

      const id = ids.get(browser.model)?.session?.id
      expect(answers.map(({ status, session }) => [browser.model, status, session?.id])).toEqual(
        tabs.map(() => [browser.model, 200, id]),
      )
      // The browser keeps whichever answer came last.
      browser.visitor = tabs[round] ?? browser.visitor
    }
  }
  for (const { model, alive } of browsers) {
    expect([model, await countAlive(ids.get(model)?.user?.id ?? '')]).toEqual([model, alive])
  }
})
