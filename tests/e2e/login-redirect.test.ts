import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Application, startApplication } from '@/tests/support/application'
import { browserObstacle } from '@/tests/support/browser'
import { type HoldingProxy, startHoldingProxy } from '@/tests/support/holding-proxy'
import { models } from '@/tests/support/models'
import { endGrace, newAccount } from '@/tests/support/open-session'
import { shareBrowser } from '@/tests/support/share-browser'
import { type Stores, startStores } from '@/tests/support/stores'
import { cookiesOf, fillInLogin, untilInteractive } from '@/tests/support/tab'
import { shortTimeouts } from '@/tests/support/timeouts'

let stores: Stores | undefined
let postgres: HoldingProxy
let app: Application | undefined
const url = () => app?.url ?? ''
const openTab = shareBrowser({ url })

beforeAll(async () => {
  if (browserObstacle) return
  stores = await startStores()
  postgres = await startHoldingProxy(stores.env.DATABASE_URL ?? '')
  app = await startApplication({
    env: { ...shortTimeouts, ...stores.env, DATABASE_URL: postgres.url, FRESH_SECONDS: '1' },
  })
})
afterAll(async () => {
  await app?.stop()
  await postgres?.close()
  await stores?.close()
})

/**
 * Next fetches the page after an action's redirect itself and drops its Set-Cookie. If that request renewed the
 * session, the browser would keep a used refresh token, and its next renewal would count as a replay. The session is
 * due in that request, because a second ends while Postgres looks up the user: the session begins with the login, and
 * is fresh for one second.
 */
test.each(models)('%s: a session that becomes stale during the redirect of its login stays valid', async (model) => {
  const page = await openTab()
  await page.goto(`/login?model=${model}`)
  await untilInteractive(page, 'main form')
  await fillInLogin(page, await newAccount({ url: url() }))

  const asked = postgres.hold()
  await page.getByRole('button', { name: 'Log in' }).click()
  await asked
  await sleep(1000 - (Date.now() % 1000))
  postgres.release()
  await page.waitForURL('**/dashboard')

  await endGraceOf(page)
  await page.reload()
  expect(new URL(page.url()).pathname).toBe('/dashboard')
})

async function endGraceOf(page: Page): Promise<void> {
  const cookies = [...(await cookiesOf(page))].map(([name, value]) => ({ name, value, attributes: new Map() }))
  await endGrace({ origin: url(), cookies })
}
