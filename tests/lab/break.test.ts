import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { expectReadable } from '@/tests/lab/support/readable'
import { readAs } from '@/tests/lab/support/share-lab'
import { type Application, startApplication } from '@/tests/support/application'
import { browserObstacle } from '@/tests/support/browser'
import { buildWithLab } from '@/tests/support/build'
import { layoutShiftsOf } from '@/tests/support/layout-shift'
import { linesDuring } from '@/tests/support/log-lines'
import { models } from '@/tests/support/models'
import { due, newAccount, openSessionIn } from '@/tests/support/open-session'
import { shareBrowser } from '@/tests/support/share-browser'
import { untilInteractive } from '@/tests/support/tab'

/** How long a local replica is used while Redis is unavailable. */
const outageMs = 4000
let app: Application | undefined
const openTab = shareBrowser({ url: () => app?.url ?? '' })

beforeAll(async () => {
  const env = { LAB: 'on', REVOCATION_MAX_AGE_MS: '300', REVOCATION_OUTAGE_MS: String(outageMs) }
  if (!browserObstacle) app = await startApplication({ build: await buildWithLab(), env })
})
afterAll(() => app?.stop())

async function openBreak(model: Model): Promise<Page> {
  const page = await openTab({ viewport: { width: 360, height: 800 } })
  return readAs(page, model, { path: '/lab/break', ready: 'fieldset' })
}

interface Faults {
  redis?: string
  postgres?: string
}

async function run(page: Page, { redis = 'available', postgres = 'available' }: Faults): Promise<void> {
  await choose(page, 'Redis', redis)
  await choose(page, 'Postgres', postgres)
  await page.getByRole('button', { name: 'Run' }).click()
  await untilAnswered(page)
}

const choose = (page: Page, store: string, fault: string) =>
  page
    .getByRole('group', { name: `${store} is` })
    .getByRole('radio', { name: new RegExp(`^${fault}`) })
    .check()

const untilAnswered = (page: Page) =>
  page.getByRole('status').filter({ hasText: 'of 12 agree with the design' }).waitFor()

/** `edge: allowed, 1.25 ms, was 0.40 ms, allowed, agrees`, for each row of the table. */
async function rowsOf(page: Page, mode: string): Promise<readonly (readonly string[])[]> {
  const rows = page.getByRole('table', { name: mode, exact: true }).locator('tbody tr')
  return Promise.all(
    (await rows.all()).map(async (row) => (await row.innerText()).split(/\s*[\n\t]\s*/).filter(Boolean)),
  )
}

async function verdictsOf(page: Page): Promise<Record<string, readonly (string | undefined)[]>> {
  const found = ['strict', 'snapshot', 'off'].map(async (mode) => {
    const rows = await rowsOf(page, mode)
    expect(rows.map(([layer]) => layer)).toEqual(['edge', 'page', 'action', 'handler'])
    expect(rows.map((cells) => cells.at(-1))).toEqual(Array(4).fill('✓ agrees'))
    return [mode, rows.map(([, verdict]) => verdict)] as const
  })
  return Object.fromEntries(await Promise.all(found))
}

const everywhere = (verdict: string) => Array(4).fill(verdict)

test.each(models)('%s: the behaviour agrees with the design for each failing store', async (model) => {
  const page = await openBreak(model)
  const [allowed, unavailable] = [everywhere('allowed'), everywhere('unavailable')]

  await run(page, { redis: 'failing' })
  expect(await verdictsOf(page)).toEqual({ strict: unavailable, snapshot: allowed, off: allowed })
  const said = page.getByRole('region', { name: 'Conclusion: break' }).getByRole('listitem')
  await said.filter({ hasText: 'Strict could not decide on 4 of 4 layers' }).waitFor()
  await said.filter({ hasText: 'Snapshot accepted the session on all 4 layers' }).waitFor()
  expect(await page.getByRole('row', { name: 'the run above' }).innerText()).toContain('Redis')

  await askAgainUntil(page, '4 of 12 accepted the session. 12 of 12 agree with the design.')
  expect(await verdictsOf(page)).toEqual({ strict: unavailable, snapshot: unavailable, off: allowed })

  await run(page, { postgres: 'failing' })
  expect(await verdictsOf(page)).toEqual({ strict: allowed, snapshot: allowed, off: allowed })

  await run(page, { redis: 'failing', postgres: 'failing' })
  const needsNoRow = model === 'stored' ? ['allowed', 'unavailable', 'unavailable', 'unavailable'] : allowed
  expect(await verdictsOf(page)).toEqual({ strict: unavailable, snapshot: needsNoRow, off: needsNoRow })
  expect(await page.evaluate(async () => (await fetch('/api/me')).status)).toBe(200)
})

/** The replica grows older during the requests of the page. */
async function askAgainUntil(page: Page, outcome: string): Promise<void> {
  do {
    await page.getByRole('button', { name: 'Ask again' }).click()
    await page.getByText('Asking again').waitFor({ state: 'detached' })
  } while (!(await page.getByText(outcome).isVisible()))
}

test('once its renewal is due, a session is refused without a store, and accepted with both', async () => {
  const page = await openTab()
  const reader = await newAccount({ url: app?.url ?? '' })
  await openSessionIn(page.context(), 'stored', reader)
  await page.clock.install()
  await page.goto('/lab/break')
  await untilInteractive(page, 'fieldset')
  await run(page, { postgres: 'failing' })

  // The page has a session that has become due. The server gets another session of the same reader.
  await page.clock.fastForward(due.age * 1000)
  await openSessionIn(page.context(), 'stored', { ...reader, ...due })
  await page.getByRole('button', { name: 'Ask again' }).click()
  await page.getByText('0 of 12 accepted the session. 12 of 12 agree with the design.').waitFor()
  expect(await page.evaluate(async () => (await fetch('/api/me')).status)).toBe(200)
})

test('a slow or silent Redis delays the answer, and the page shows the delay', async () => {
  const page = await openBreak('sealed')
  await run(page, { redis: 'slow' })
  for (const [, verdict, took = ''] of await rowsOf(page, 'strict')) {
    expect(verdict).toBe('allowed')
    expect(Number.parseFloat(took)).toBeGreaterThanOrEqual(299)
  }

  await run(page, { redis: 'unavailable' })
  for (const [, verdict, took = ''] of await rowsOf(page, 'strict')) {
    expect(verdict).toBe('unavailable')
    expect(Number.parseFloat(took)).toBeGreaterThanOrEqual(499)
  }
})

test('faults that the reader injects write no log line', async () => {
  if (!app) throw new Error('no experiment has started')
  const page = await openBreak('stored')
  await linesDuring(app, () => run(page, { redis: 'failing', postgres: 'failing' }))

  // Covers the whole file: the same event is logged once within ten seconds.
  expect(app.log()).not.toContain('LabFault')
})

test('light and dark, axe finds nothing, and no element overflows or moves', async () => {
  const page = await openBreak('stored')
  expect(await layoutShiftsOf(page)).toEqual([])

  await run(page, { redis: 'failing', postgres: 'failing' })
  await expectReadable(page)
})

test('a signed-out visitor is asked to log in', async () => {
  const page = await openTab()
  await page.goto('/lab/break')
  await page.getByText('you are not logged in').waitFor()
  expect(await page.getByRole('button', { name: 'Run' }).count()).toBe(0)
})
