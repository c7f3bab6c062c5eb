import { json } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { measureAddress } from '@/lib/lab/shared/measure-words'
import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'
import { expectAccessible } from '@/tests/lab/support/readable'
import { readAs, shareLab } from '@/tests/lab/support/share-lab'
import { expectTidy } from '@/tests/lab/support/tidy'
import { givenLab } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { newAccount, openSession } from '@/tests/support/open-session'
import { Visitor } from '@/tests/support/visitor'

const openTab = shareLab()
const modes = ['strict', 'snapshot', 'off'] as const
const address = '/lab/measure'

async function openMeasure(page: Page, model: Model, count: number): Promise<void> {
  await readAs(page, model, { path: address, ready: 'form' })
  await page.getByLabel('Checks of each kind').fill(String(count))
}

const atEdge = /^At the edge/
const onServer = /^On the server/

/** n, p50, p95, p99, Redis, Postgres, cookie bytes: as the table says them. */
async function rowOf(page: Page, table: RegExp, name: string): Promise<string[]> {
  const cells = page.getByRole('table', { name: table }).getByRole('row', { name }).getByRole('cell')
  return (await cells.allTextContents()).slice(1)
}

const inMicroseconds = (said = '') => Number.parseFloat(said) * (said.endsWith('ms') ? 1000 : 1)

const everySeries = [atEdge, onServer].flatMap((table) =>
  modes.flatMap((mode) => models.map((model) => [table, mode, model] as const)),
)

/** In snapshot about once a second, whoever's check it is. The server asks for the row of a stored session, the edge does not. */
function askedPerCheck(table: RegExp, mode: (typeof modes)[number], model: Model): RegExp {
  if (mode === 'snapshot') return /^[01]\.?\d*$/
  const isAsked = mode === 'strict' || (model === 'stored' && table === onServer)
  return isAsked ? /^1$/ : /^0$/
}

test.each(models)('logged in by %s: every model is measured in every mode, at both places', async (own) => {
  const page = await openTab()
  await openMeasure(page, own, 10)

  await page.getByRole('button', { name: 'Measure' }).click()
  await page.getByText('Done: 180 checks in 30 rounds.').waitFor()

  for (const [table, mode, model] of everySeries) {
    const [n, p50, p95, p99, redis, postgres, bytes] = await rowOf(page, table, `${model}, ${mode}`)
    expect([n, postgres]).toEqual(['10', '0'])
    const durations = [p50, p95, p99].map(inMicroseconds)
    expect(durations).toEqual(durations.toSorted((a, b) => a - b))
    expect(durations[0]).toBeGreaterThan(0)
    expect(redis).toMatch(askedPerCheck(table, mode, model))
    expect(Number(bytes)).toBeGreaterThan(300)
    expect(Number(bytes)).toBeLessThan(4096)
  }
  const said = page.getByRole('region', { name: 'Conclusion: measure' }).getByRole('listitem')
  for (const place of ['at the edge', 'on the server'])
    expect(await said.filter({ hasText: `A strict check ${place} takes` }).count()).toBe(1)
  expect(await page.getByText('no figures').count()).toBe(0)
  // Whoever was measured is still logged in, by the session of their own.
  await page.goto(routes.dashboard)
  expect(new URL(page.url()).pathname).toBe(routes.dashboard)
})

const File = z.object({
  unit: z.literal('microseconds'),
  checks: z.array(z.object({ n: z.literal(10), p50: z.number(), histogram: z.array(z.object({ count: z.number() })) })),
})

test('what was measured can be taken along as JSON', async () => {
  const page = await openTab()
  await openMeasure(page, 'sealed', 10)
  await page.getByRole('button', { name: 'Measure' }).click()
  await page.getByText('Done:').waitFor()

  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download as JSON' }).click()
  const { checks } = File.parse(await json(await (await downloading).createReadStream()))

  expect(checks).toHaveLength(18)
  expect(checks.every(({ histogram }) => histogram.reduce((sum, { count }) => sum + count, 0) === 10)).toBe(true)
})

test('stopped, it measures no further, and ends the session that it has opened', async () => {
  const page = await openTab()
  await openMeasure(page, 'stored', 200)
  await page.getByRole('button', { name: 'Measure' }).click()
  await page.getByText('Measuring stored').waitFor({ timeout: 30_000 })

  await page.getByRole('button', { name: 'Stop' }).click()
  const said = page.getByText(/^Stopped after \d+ of 600 rounds/)
  const rounds = Number((await said.textContent())?.match(/\d+/)?.[0])
  expect(rounds).toBeGreaterThanOrEqual(200)
  expect(rounds).toBeLessThan(600)

  // Of the one that was opened nothing is left but this visitor's own.
  await expect.poll(() => countSessions(page), { timeout: 15_000 }).toBe(1)
  expect(await said.textContent()).toContain(`Stopped after ${rounds} of`)
})

/** As another tab of the same visitor sees them. */
async function countSessions(page: Page): Promise<number> {
  const other = await page.context().newPage()
  await other.goto(routes.sessions)
  const count = await other.locator('li[data-model]').count()
  await other.close()
  return count
}

describe('the handler behind it', () => {
  const order = (visitor: Visitor, body: unknown, headers = {}) =>
    visitor.send('POST', measureAddress, { 'Content-Type': 'application/json', ...headers }, JSON.stringify(body))

  test('measures nobody who is not logged in, and no more than it is meant to', async () => {
    const visitor = new Visitor(givenLab())
    expect((await order(visitor, { model: 'stored', count: 10 })).status).toBe(401)

    await openSession(givenLab(), 'stored', { visitor })
    for (const count of [0, 9, 501, 10.5, '10'])
      expect((await order(visitor, { model: 'stored', count })).status).toBe(400)
    expect((await order(visitor, { model: 'other', count: 10 })).status).toBe(400)
  })

  test('is deaf to other sites', async () => {
    const visitor = await openSession(givenLab(), 'stored', await newAccount(givenLab()))
    const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
    expect((await order(visitor, { model: 'stored', count: 10 }, foreign)).status).toBe(403)
  })

  test('tells nobody the cookies of the sessions that it measures', async () => {
    const visitor = await openSession(givenLab(), 'stored', await newAccount(givenLab()))
    const answer = await order(visitor, { model: 'signed', count: 10 })
    expect(answer.body.trim().split('\n')).toHaveLength(12)
    expect(answer.setCookies).toEqual([])
    expect(answer.body).not.toMatch(/__Host-|eyJ|Fe26/)
  })
})

test.each([360, 1280])(
  '%i px wide: nothing sticks out or moves, and axe finds nothing, light and dark',
  async (width) => {
    const page = await openTab({ viewport: { width, height: 800 } })
    await readAs(page, 'signed', { path: address, ready: 'form' })
    await expectTidy(page, width)
    await expectAccessible(page)
  },
)

test('on a phone a table that is too wide says so: a named region with a shadow, which the keyboard scrolls', async () => {
  const page = await openTab({ viewport: { width: 360, height: 800 } })
  await readAs(page, 'signed', { path: address, ready: 'form' })
  const region = page.getByRole('region', { name: /^At the edge.*figures$/ })
  expect(await region.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeGreaterThan(0)
  expect(await region.evaluate((node) => getComputedStyle(node).backgroundAttachment)).toContain('local')

  await region.focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => region.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0)
})
