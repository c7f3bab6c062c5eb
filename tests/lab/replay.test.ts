import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { expectReadable } from '@/tests/lab/support/readable'
import { readAs, shareLab } from '@/tests/lab/support/share-lab'
import { layoutShiftsOf } from '@/tests/support/layout-shift'
import { models } from '@/tests/support/models'

const openTab = shareLab()

/** A row of the page: its numbers. */
interface Row {
  name: string
  after: number
  triesAfter: number
  delay: number
  bound: number
  refused: number
}

async function openReplay(model: Model, width = 1280): Promise<Page> {
  const page = await openTab({ viewport: { width, height: 800 } })
  return readAs(page, model, { path: '/lab/replay', ready: 'fieldset' })
}

/** The parameters with a default come last. */
const openNumbers = (page: Page) => page.locator('summary', { hasText: 'how long a run takes' }).click()

async function replay(page: Page, act: string): Promise<void> {
  await page.getByRole('radio', { name: act }).check()
  await press(page, 'Start the run', 'The run is over.')
}

interface Run {
  /** Seconds. */
  takes: number
  freshLeft: number
}

async function replayLogout(model: Model, run: Run): Promise<Page> {
  const page = await openReplay(model)
  await openNumbers(page)
  await page.getByLabel('The run takes').selectOption(String(run.takes))
  await page.getByLabel('Fresh windows close after').selectOption(String(run.freshLeft))
  await replay(page, 'Log out')
  return page
}

async function press(page: Page, button: string, outcome: string): Promise<void> {
  await page.getByRole('button', { name: button }).click()
  await page.getByText(outcome).waitFor({ timeout: 50_000 })
}

async function rowsOf(page: Page): Promise<readonly Row[]> {
  return page.locator('tr[data-row]').evaluateAll((rows) =>
    rows.flatMap((row) => {
      if (!(row instanceof HTMLElement)) return []
      const { row: name = '', after, triesAfter, delay = 0, bound, refused } = row.dataset
      const numbers = {
        after: Number(after),
        triesAfter: Number(triesAfter),
        delay: Number(delay),
        bound: Number(bound),
      }
      return [{ name, ...numbers, refused: Number(refused) }]
    }),
  )
}

const named = (rows: readonly Row[], pattern: RegExp) => rows.filter(({ name }) => pattern.test(name))

/**
 * One picture per session, one sentence per path, the rows only on demand, and no signed-in state of an ended session.
 */
async function expectConclusions(page: Page): Promise<void> {
  expect(await page.locator('figure[data-picture]').count()).toBe(4)
  expect(await page.locator('tr[data-row]').first().isVisible()).toBe(false)

  const said = page.getByRole('region', { name: 'Conclusion: replay' }).getByRole('listitem')
  const texts = await said.allInnerTexts()
  expect(texts.find((text) => text.includes('Strict'))).toMatch(/✓ good\s+Strict accepted no stolen copy after the act/)
  expect(texts.find((text) => text.includes('Textbook'))).toMatch(
    /✗ bad\s+Textbook .*still accepted the stolen copy of/,
  )
  expect(texts.find((text) => text.includes('Snapshot on the server'))).toMatch(
    /✓ good\s+Snapshot on the server accepted no stolen copy after the act/,
  )
  for (const way of ['Snapshot at the edge', 'Off']) expect(texts.some((text) => text.includes(way))).toBe(true)
  await page.getByRole('status').getByRole('link', { name: 'Log in again' }).waitFor()
}

/** The sessions of the comparison are the same for each reader: one run lasts until their renewals are due. */
const runs = {
  sealed: { takes: 10, freshLeft: 8 },
  stored: { takes: 6, freshLeft: 15 },
  signed: { takes: 6, freshLeft: 15 },
}

describe.each(models)('a %s reader whose cookie is stolen', { timeout: 120_000 }, (model) => {
  test('logs out, and each path refuses the cookie within its bound', async () => {
    const { takes, freshLeft } = runs[model]
    const page = await replayLogout(model, { takes, freshLeft })
    const rows = await rowsOf(page)
    expect(rows).toHaveLength(4 * 4 * 4)

    for (const row of named(rows, /-strict$/)) expect(row).toMatchObject({ after: 0, bound: 0 })
    for (const row of named(rows, /-snapshot$/)) expect(row.delay, row.name).toBeLessThanOrEqual(row.bound)

    // The stateless baseline accepts the cookie until its renewal is due; the renewal of the reader's own session is
    // due later.
    const leastRefused = takes > freshLeft ? 1 : 0
    const off = named(rows, /^(sealed|stored|signed)-edge-off$/)
    expect(off).toHaveLength(3)
    for (const row of off) {
      expect(row.after, row.name).toBeGreaterThan(0)
      expect(row.delay, row.name).toBeLessThanOrEqual(row.bound)
      expect(row.refused, row.name).toBeGreaterThanOrEqual(leastRefused)
    }
    const [own] = named(rows, /^own-edge-off$/)
    expect(own).toMatchObject({ after: own?.triesAfter, refused: 0 })

    for (const row of named(rows, /-edge-textbook$|^(sealed|signed)-(page|action|handler)-textbook$/)) {
      expect(row).toMatchObject({ after: row.triesAfter, refused: 0 })
    }
    for (const row of named(rows, /^stored-handler-textbook$/)) expect(row.refused).toBeGreaterThan(0)
    await expectConclusions(page)
    await page.locator('summary', { hasText: 'all 64 time lines' }).click()
    await expectReadable(page)
    await expectSignedOut(page)
    await page.goto('/dashboard')
    expect(new URL(page.url()).pathname).toBe('/login')
  })
})

/** The reader's own session has ended: the header says so, with a link to log in. */
async function expectSignedOut(page: Page): Promise<void> {
  await page.getByText('It has ended your own session.').getByRole('link', { name: 'Log in again' }).waitFor()
  const header = page.getByRole('navigation', { name: 'Main' })
  const menu = page.getByRole('button', { name: 'Menu' })
  if (await menu.isVisible()) await menu.click()
  await header.getByRole('link', { name: 'Log in', exact: true }).waitFor()
  expect(await header.getByRole('button', { name: 'Log out' }).count()).toBe(0)
}

test('revoking a device does not end a sealed session, and the page says that it cannot', async () => {
  const page = await openReplay('stored')
  await openNumbers(page)
  await page.getByRole('checkbox').uncheck()
  await page.getByLabel('The run takes').selectOption('6')
  await replay(page, 'Revoke the session')

  await page.getByText('not possible: no list contains it').waitFor()
  const rows = await rowsOf(page)
  for (const row of named(rows, /^sealed-edge-(strict|snapshot)$/)) expect(row).toMatchObject({ refused: 0 })
  for (const row of named(rows, /^(stored|signed)-.*-strict$/)) expect(row).toMatchObject({ after: 0 })
  expect(named(rows, /^own-/)).toEqual([])
  expect(await page.getByRole('link', { name: 'Log in again' }).count()).toBe(0)
  await page.goto('/dashboard')
  expect(new URL(page.url()).pathname).toBe('/dashboard')
})

test.each(['Revoke everywhere', 'Change the password'])(
  '%s ends every session of the reader, at once where Redis is asked',
  async (act) => {
    const page = await openReplay('stored')
    await openNumbers(page)
    await page.getByLabel('The run takes').selectOption('6')
    await replay(page, act)

    const rows = await rowsOf(page)
    expect(rows).toHaveLength(4 * 4 * 4)
    for (const row of named(rows, /-strict$/)) expect(row, row.name).toMatchObject({ after: 0, bound: 0 })
    for (const row of named(rows, /-snapshot$/)) expect(row.delay, row.name).toBeLessThanOrEqual(row.bound)
    await expectSignedOut(page)
    await page.goto('/dashboard')
    expect(new URL(page.url()).pathname).toBe('/login')
  },
)

test('a changed role ends no session: the stolen cookie is renewed like the others', async () => {
  const page = await openReplay('signed')
  await openNumbers(page)
  await page.getByLabel('The run takes').selectOption('6')
  await page.getByLabel('Fresh windows close after').selectOption('8')
  await replay(page, 'Change the role')

  expect(await page.getByText(/\d+ attempts? asked for a renewal/).count()).toBe(3)
  const rows = await rowsOf(page)
  expect(rows).toHaveLength(3 * 4 * 4)
  for (const row of rows) expect(row).toMatchObject({ refused: 0 })
})

test('a rotation of keys ends no session until the old key is retired: then its credentials are refused', async () => {
  const page = await openReplay('stored')
  await openNumbers(page)
  await page.getByLabel('The run takes').selectOption('6')
  await page.getByLabel('Fresh windows close after').selectOption('8')
  await replay(page, 'Rotate the keys')

  await page.getByText(/new key appended at \d+ ms, new key promoted at \d+ ms, old key retired at \d+ ms/).waitFor()
  const rows = await rowsOf(page)
  expect(rows).toHaveLength(3 * 4 * 4)
  for (const row of rows) expect(row, row.name).toMatchObject({ after: 0, bound: 0 })
  for (const row of named(rows, /-(edge|handler)-/))
    expect(row.refused, row.name).toBeGreaterThanOrEqual(row.triesAfter)
  await page.goto('/dashboard')
  expect(new URL(page.url()).pathname).toBe('/dashboard')
})

test('a reader who stops a run gets an answer at once, and keeps a session that took no part', async () => {
  const page = await openReplay('sealed')
  await openNumbers(page)
  await page.getByRole('checkbox').uncheck()
  await page.getByLabel('The run takes').selectOption('60')
  await press(page, 'Steal my session', 'The attacker has a copy.')
  await page.getByText(/The copy is of your sealed session\. It has \d+ bytes/).waitFor()
  await page.getByRole('button', { name: 'Start the run' }).click()
  await page
    .getByText(/^ended; the act took/)
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Stop' }).click()

  await page.getByText('Stopped.').waitFor()
  await page.getByRole('button', { name: 'Delete the copy' }).click()
  await page.getByText('There is no copy.').waitFor()
  await page.goto('/dashboard')
  expect(new URL(page.url()).pathname).toBe('/dashboard')
})

test.each([360, 1280])(
  'the start button is on the first screen, and is styled as dangerous only if the run ends a session: %i px wide',
  async (width) => {
    const page = await openReplay('sealed', width)
    const start = page.getByRole('button', { name: 'Start the run' })
    const box = await start.boundingBox()
    expect((box?.y ?? Number.NaN) + (box?.height ?? Number.NaN)).toBeLessThan(800)

    const colourOf = () => start.evaluate((button) => getComputedStyle(button).backgroundColor)
    const dangerous = await colourOf()
    expect(await start.evaluate((button) => button.classList.contains('button-danger'))).toBe(true)
    await page.getByRole('checkbox').uncheck()
    expect(await colourOf()).not.toBe(dangerous)
    await page.getByRole('radio', { name: 'Revoke everywhere' }).check()
    expect(await colourOf()).toBe(dangerous)
    await page.getByText('This ends your own session').waitFor()
  },
)

test.each([360, 1280])('no element moves while the page loads, %i px wide', async (width) => {
  const page = await openReplay('signed', width)
  expect(await layoutShiftsOf(page)).toEqual([])
  await expectReadable(page)
})
