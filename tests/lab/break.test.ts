import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findLogin } from '@/lib/db/users'
import { startSession } from '@/lib/server/start-session'
import { type Model, models } from '@/lib/session/models'
import { minutes } from '@/lib/time'
import { readAs, shareLab } from '@/tests/lab/support/share-lab'
import { lookWithAxe } from '@/tests/support/axe'
import { layoutShiftsOf } from '@/tests/support/layout-shift'
import { people } from '@/tests/support/people'
import { untilInteractive } from '@/tests/support/tab'

/** How long a copy is believed while Redis is away. */
const outageMs = 4000
const { openTab, application } = shareLab({ REVOCATION_MAX_AGE_MS: '300', REVOCATION_OUTAGE_MS: String(outageMs) })

async function openBreak(model: Model, colorScheme: 'dark' | 'light' = 'light'): Promise<Page> {
  const page = await openTab({ colorScheme, viewport: { width: 360, height: 800 } })
  return readAs(page, model, { path: '/lab/break', ready: 'fieldset' })
}

interface Faults {
  redis?: string
  postgres?: string
}

async function run(page: Page, { redis = 'there', postgres = 'there' }: Faults): Promise<void> {
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

const untilAnswered = (page: Page) => page.getByRole('status').filter({ hasText: 'of 12 as designed' }).waitFor()

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

test.each(models)('%s: what happens is what the design says, whichever store fails', async (model) => {
  const page = await openBreak(model)
  const [allowed, unavailable] = [everywhere('allowed'), everywhere('unavailable')]

  await run(page, { redis: 'failing' })
  expect(await verdictsOf(page)).toEqual({ strict: unavailable, snapshot: allowed, off: allowed })
  expect(await page.getByRole('row', { name: 'what was asked above' }).innerText()).toContain('Redis')

  await page.waitForTimeout(outageMs + 100)
  await page.getByRole('button', { name: 'Ask again' }).click()
  await page.getByText('4 of 12 let the session in. 12 of 12 as designed.').waitFor()
  expect(await verdictsOf(page)).toEqual({ strict: unavailable, snapshot: unavailable, off: allowed })

  await run(page, { postgres: 'failing' })
  expect(await verdictsOf(page)).toEqual({ strict: allowed, snapshot: allowed, off: allowed })

  await run(page, { redis: 'failing', postgres: 'failing' })
  const needsNoRow = model === 'stored' ? ['allowed', 'unavailable', 'unavailable', 'unavailable'] : allowed
  expect(await verdictsOf(page)).toEqual({ strict: unavailable, snapshot: needsNoRow, off: needsNoRow })
  expect(await page.evaluate(async () => (await fetch('/api/me')).status)).toBe(200)
})

test('once its fresh window has closed, a session is let in by nobody without a store, and goes on with both', async () => {
  const page = await openTab()
  const dueAt = Date.now() + 20_000
  await page.context().addCookies(await cookiesDueAt(dueAt))
  await page.goto('/lab/break')
  await untilInteractive(page, 'fieldset')
  await run(page, { postgres: 'failing' })

  await page.waitForTimeout(Math.max(0, dueAt + 2000 - Date.now()))
  await page.getByRole('button', { name: 'Ask again' }).click()
  await page.getByText('0 of 12 let the session in. 12 of 12 as designed.').waitFor()
  expect(await page.evaluate(async () => (await fetch('/api/me')).status)).toBe(200)
})

/** Of a session that began so long ago that its fresh window closes then. */
async function cookiesDueAt(dueAt: number) {
  Object.assign(process.env, application().settings)
  const login = await findLogin(people.linus.email)
  const arrival = { client: { ip: null, userAgent: null }, now: Math.ceil(dueAt / 1000) - minutes(5), replacing: [] }
  const started = login && (await startSession('stored', login.access, arrival))
  if (!started) throw new Error('no session has started')
  return started.cookies.map(({ name, value }) => ({ name, value, domain: 'localhost', path: '/', secure: true }))
}

test('a Redis that is slow or silent is waited for, and the wait is shown', async () => {
  const page = await openBreak('sealed')
  await run(page, { redis: 'slow' })
  for (const [, verdict, took = ''] of await rowsOf(page, 'strict')) {
    expect(verdict).toBe('allowed')
    expect(Number.parseFloat(took)).toBeGreaterThanOrEqual(299)
  }

  await run(page, { redis: 'away' })
  for (const [, verdict, took = ''] of await rowsOf(page, 'strict')) {
    expect(verdict).toBe('unavailable')
    expect(Number.parseFloat(took)).toBeGreaterThanOrEqual(499)
  }
})

test.each(['light', 'dark'] as const)('%s: axe finds nothing, and nothing sticks out or moves', async (scheme) => {
  const page = await openBreak('stored', scheme)
  await page.evaluate(() => document.fonts.ready)
  expect(await layoutShiftsOf(page)).toEqual([])

  await run(page, { redis: 'failing', postgres: 'failing' })
  const { violations } = await lookWithAxe(page)
  expect(violations.map(({ id }) => id)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
})

test('whoever is not logged in is told so', async () => {
  const page = await openTab()
  await page.goto('/lab/break')
  await page.getByText('there is none').waitFor()
  expect(await page.getByRole('button', { name: 'Run' }).count()).toBe(0)
})
