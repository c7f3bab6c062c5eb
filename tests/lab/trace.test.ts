import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { expectAccessible } from '@/tests/lab/support/readable'
import { shareLab } from '@/tests/lab/support/share-lab'
import { expectTidy } from '@/tests/lab/support/tidy'
import { givenLab } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { newAccount, openSessionIn } from '@/tests/support/open-session'
import { untilInteractive } from '@/tests/support/tab'

const openTab = shareLab(/status of 401 .*\/api\/token/)

async function openTrace(model: Model | null, options: Parameters<typeof openTab>[0] = {}): Promise<Page> {
  const page = await openTab(options)
  if (model) await openSessionIn(page.context(), model, await newAccount(givenLab()))
  await page.goto('/lab/trace')
  await untilInteractive(page, 'fieldset button')
  return page
}

const cards = (page: Page) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3 }) })

async function fire(page: Page, button: string, way: string): Promise<Row[]> {
  const before = await cards(page).count()
  await page.getByRole('radio', { name: way }).check()
  await page.getByRole('button', { name: button, exact: true }).click()
  await cards(page).nth(before).waitFor()
  return rowsOf(page)
}

interface Row {
  where: string
  step: string
  memory: string
  at: number
  took: number
}

/** The steps of the newest request, read from the table behind its chart. */
async function rowsOf(page: Page): Promise<Row[]> {
  const cells = await cards(page)
    .first()
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')))
  return cells.map(([where = '', step = '', memory = '', at, took]) => {
    return { where, step, memory, at: Number(at), took: Number(took) }
  })
}

const stepsAt = (rows: readonly Row[], place: string) =>
  rows.filter(({ where }) => where === place).map(({ step }) => step)

/**
 * The additional steps of the server: only a stored session is looked up. In strict mode, its cached row comes with the
 * revocations.
 */
const lookedUp: Readonly<Record<Model, string[]>> = { sealed: [], stored: ['session'], signed: [] }

describe.each(models)('%s', (model) => {
  test('each layer shows its own steps: with Redis in strict mode, otherwise without', async () => {
    const page = await openTrace(model)

    for (const button of ['Edge', 'Page', 'Action', 'Route handler']) {
      const rows = await fire(page, button, 'strict')
      const checked = ['open', 'deadlines', 'revocation', 'redis']
      const isAtEdge = button === 'Edge' || button === 'Page'
      expect(stepsAt(rows, 'Edge'), button).toEqual(isAtEdge ? checked : [])
      const server = stepsAt(rows, 'Server').filter((step) => step !== 'postgres')
      expect(server, button).toEqual(button === 'Edge' ? [] : [...checked, ...lookedUp[model]])
      expect(await cards(page).first().getByText('allowed').count(), button).toBe(button === 'Page' ? 2 : 1)
    }

    const said = page.getByRole('region', { name: 'Conclusion: trace' }).getByRole('listitem')
    expect(await said.first().innerText()).toMatch(/Server: allowed after [\d.]+ ms\. Redis( and Postgres)? took/)

    const off = stepsAt(await fire(page, 'Edge', 'off'), 'Edge')
    expect(off).toEqual(['open', 'deadlines', 'revocation'])
  })

  test('a recent snapshot answers without a call, and the same bytes are decrypted once', async () => {
    const page = await openTrace(model)
    let rows = await fire(page, 'Edge', 'snapshot')
    for (let tries = 0; tries < 5 && rows.length !== 3; tries += 1) rows = await fire(page, 'Edge', 'snapshot')

    expect(rows.map(({ step, memory }) => [step, memory])).toEqual([
      ['open', 'hit'],
      ['deadlines', 'none'],
      ['revocation', 'hit'],
    ])
  })

  test('the numbers agree: a nested step begins no earlier and ends no later than its parent, and all steps are within the response time', async () => {
    const page = await openTrace(model)
    const rows = await fire(page, 'Route handler', 'strict')

    const [revocation, redis] = ['revocation', 'redis'].map((name) => rows.find(({ step }) => step === name))
    expect(redis?.at).toBeGreaterThanOrEqual(revocation?.at ?? Number.NaN)
    const rounding = 0.03
    const endOf = (row?: Row) => (row ? row.at + row.took : Number.NaN)
    expect(endOf(redis)).toBeLessThanOrEqual(endOf(revocation) + rounding)
    const waited = Number.parseFloat(
      await cards(page)
        .first()
        .getByText(/^\d+\.\d ms$/)
        .first()
        .innerText(),
    )
    expect(waited).toBeGreaterThan(Math.max(...rows.map(endOf)) - rounding)
  })

  test('the other service accepts a token, and reports one duration of its own', async () => {
    const page = await openTrace(model)
    for (const [button, way] of [
      ['Catalogue', 'local'],
      ['Invoices', 'introspection'],
    ] as const) {
      const rows = await fire(page, button, 'strict')
      expect(rows.map(({ where, step }) => [where, step])).toEqual([['Other service', way]])
      await cards(page).first().getByText('accepted').waitFor()
    }
  })
})

test('an unauthenticated visitor sees that no store was queried, and gets no token for another service', async () => {
  const page = await openTrace(null)
  expect(stepsAt(await fire(page, 'Edge', 'strict'), 'Edge')).toEqual(['open'])
  expect(await cards(page).first().getByText('anonymous').count()).toBe(1)

  await fire(page, 'Catalogue', 'strict')
  await cards(page).first().getByText('No token: log in first.').waitFor()
})

// 335: the width fits durations with any number of digits.
test.each([335, 360, 1280])(
  '%i px: no element moves during the load, none overflows, and axe finds nothing, light and dark',
  async (width) => {
    const page = await openTrace('stored', { viewport: { width, height: 800 } })
    await expectTidy(page, width)
    await page.getByRole('button', { name: 'All of them, in turn' }).click()
    await cards(page).nth(5).waitFor()
    await cards(page).first().getByText('As a table').click()

    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await expectAccessible(page)
  },
)

test.each([
  [1280, 800],
  [360, 740],
])('at %i px the first answer scrolls into view, and the buttons stay visible', async (width, height) => {
  const page = await openTrace('sealed', { viewport: { width, height }, reducedMotion: 'reduce' })
  await fire(page, 'Page', 'snapshot')

  const top = (name: string) =>
    page.getByText(name, { exact: true }).evaluate((element) => element.getBoundingClientRect().top)
  expect(await top('What this shows')).toBeLessThan(height - 100)
  expect(await top('Send one request to')).toBeGreaterThan(0)
})
