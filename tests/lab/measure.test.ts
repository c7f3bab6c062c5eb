import { randomUUID } from 'node:crypto' // feature: tokens
import { json } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { takeTurn } from '@/lib/lab/server/turn' // feature: tokens
import {
  measureAddress,
  TokenRounds, // feature: tokens
  tokenRounds, // feature: tokens
  tokensAddress, // feature: tokens
} from '@/lib/lab/shared/measure-words'
import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'
import { expectAccessible } from '@/tests/lab/support/readable'
import { readAs, shareLab } from '@/tests/lab/support/share-lab'
import { expectTidy } from '@/tests/lab/support/tidy'
import { givenLab } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { newAccount, openSession } from '@/tests/support/open-session'
import { reach } from '@/tests/support/reach' // feature: tokens
import { whoIs } from '@/tests/support/tab' // feature: tokens
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

/** n, p50, p95, p99, Redis, Postgres, cookie bytes: the cells of the table. */
async function rowOf(page: Page, table: RegExp, name: string): Promise<string[]> {
  const cells = page.getByRole('table', { name: table }).getByRole('row', { name }).getByRole('cell')
  return (await cells.allTextContents()).slice(1)
}

const inMicroseconds = (said = '') => Number.parseFloat(said) * (said.endsWith('ms') ? 1000 : 1)

const everySeries = [atEdge, onServer].flatMap((table) =>
  modes.flatMap((mode) => models.map((model) => [table, mode, model] as const)),
)

/**
 * In snapshot mode Redis is queried about once a second for all checks. The server reads the row of a stored session,
 * the edge does not.
 */
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
  // The reader is still logged in, by their own session.
  await page.goto(routes.dashboard)
  expect(new URL(page.url()).pathname).toBe(routes.dashboard)
})

const File = z.object({
  unit: z.literal('microseconds'),
  checks: z.array(z.object({ n: z.literal(10), p50: z.number(), histogram: z.array(z.object({ count: z.number() })) })),
})

test('the measurements can be downloaded as JSON', async () => {
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

test('a stopped run measures no further, and ends the session that it has opened', async () => {
  const page = await openTab()
  await openMeasure(page, 'stored', 200)
  await page.getByRole('button', { name: 'Measure' }).click()
  await page.getByText('Measuring stored').waitFor({ timeout: 30_000 })

  await page.getByRole('button', { name: 'Stop' }).click()
  const said = page.getByText(/^Stopped after \d+ of 600 rounds/)
  const rounds = Number((await said.textContent())?.match(/\d+/)?.[0])
  expect(rounds).toBeGreaterThanOrEqual(200)
  expect(rounds).toBeLessThan(600)

  // The opened session has ended: only this visitor's own is left.
  await expect.poll(() => countSessions(page), { timeout: 15_000 }).toBe(1)
  expect(await said.textContent()).toContain(`Stopped after ${rounds} of`)
})

/** Read by another tab of the same visitor. */
async function countSessions(page: Page): Promise<number> {
  const other = await page.context().newPage()
  await other.goto(routes.sessions)
  const count = await other.locator('li[data-model]').count()
  await other.close()
  return count
}

// feature: tokens
describe('the cache of tokens', () => {
  const durations = async (page: Page, name: RegExp) => {
    const row = page.getByRole('table', { name: /^Issue an access token/ }).getByRole('row', { name })
    return (await row.getByRole('cell').allTextContents()).slice(1).map(inMicroseconds)
  }

  test.each(models)('logged in by %s: each way to get a token is measured, and the session stays', async (own) => {
    const page = await openTab()
    await readAs(page, own, { path: `${address}#tokens`, ready: 'form' })
    await page.getByRole('button', { name: 'Issue and fetch tokens' }).click()
    await page.getByText('Done: 50 rounds.').waitFor()

    const measured: number[][] = []
    for (const name of [/^No cache/, /^Only sign/, /^Cache miss/, /^Cache hit/, /^Take it from memory/])
      measured.push(await durations(page, name))
    expect(measured.flat()).toHaveLength(15)
    for (const times of measured) expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(measured.flat().every((time) => time > 0)).toBe(true)
    // Neither depends on the load of the machine: one contains the other, and memory asks no other process.
    const [none = [], signing = [], , hit = [], memory = []] = measured
    expect(none[0]).toBeGreaterThan(signing[0] ?? 0)
    expect(hit[0]).toBeGreaterThan(memory[0] ?? 0)

    const said = page.getByRole('region', { name: 'Conclusion: tokens' }).getByRole('listitem')
    expect(await said.count()).toBe(5)
    expect((await whoIs(page)).session?.model).toBe(own)
  })

  test('at 360 px the figures change the height of no row, and the width of no column', async () => {
    const page = await openTab({ viewport: { width: 360, height: 800 } })
    await readAs(page, 'stored', { path: address, ready: 'form' })
    const cells = page
      .getByRole('table', { name: /^Issue an access token/ })
      .getByRole('row')
      .locator('th, td')
    const sizes = async () => {
      await page.evaluate(() => document.fonts.ready)
      return cells.evaluateAll((all) => all.map(({ clientWidth, clientHeight }) => [clientWidth, clientHeight]))
    }
    const before = await sizes()
    await page.getByRole('button', { name: 'Issue and fetch tokens' }).click()
    await page.getByText('Done: 50 rounds.').waitFor()
    expect(await sizes()).toEqual(before)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await expectAccessible(page)
  })

  const ask = (visitor: Visitor, headers = {}) =>
    visitor.send('POST', tokensAddress, { Origin: givenLab().url, ...headers })

  test('no token leaves the server, and no client gets one for an audience that was measured', async () => {
    const visitor = await openSession(givenLab(), 'stored', await newAccount(givenLab()))
    const answer = await ask(visitor)
    expect(TokenRounds.parse(answer.json()).rounds).toHaveLength(tokenRounds)
    expect(answer.body).not.toContain('eyJ')
    expect(answer.setCookies).toEqual([])

    const form = { Origin: givenLab().url, 'Content-Type': 'application/x-www-form-urlencoded' }
    const wanted = await visitor.send('POST', routes.token, form, `audience=urn:lab:${randomUUID()}`)
    expect(wanted.json()).toMatchObject({ error: 'invalid_target' })
  })

  test('refuses an unauthenticated request, a cross-site one, an access token, and a second one at a time', async () => {
    const visitor = await openSession(givenLab(), 'signed', await newAccount(givenLab()))
    expect((await ask(new Visitor(givenLab()))).status).toBe(401)
    expect((await ask(visitor, { Origin: 'https://evil.example' })).status).toBe(403)
    const thief = new Visitor(givenLab())
    thief.jar.set('__Host-signed', visitor.jar.get('__Host-signed')?.value ?? '')
    expect((await ask(thief)).json()).toMatchObject({ code: 'session_required' })

    reach(givenLab().url)
    const { user } = await visitor.me()
    const giveBack = await takeTurn(user?.id ?? '', 60)
    expect((await ask(visitor)).status).toBe(429)
    await giveBack?.()
    expect((await ask(visitor)).status).toBe(200)
  })
})
// end

describe('the handler behind it', () => {
  const order = (visitor: Visitor, body: unknown, headers = {}) =>
    visitor.send('POST', measureAddress, { 'Content-Type': 'application/json', ...headers }, JSON.stringify(body))

  test('refuses an unauthenticated request, and limits the number of measurements', async () => {
    const visitor = new Visitor(givenLab())
    expect((await order(visitor, { model: 'stored', count: 10 })).status).toBe(401)

    await openSession(givenLab(), 'stored', { visitor })
    for (const count of [0, 9, 501, 10.5, '10'])
      expect((await order(visitor, { model: 'stored', count })).status).toBe(400)
    expect((await order(visitor, { model: 'other', count: 10 })).status).toBe(400)
  })

  test('refuses cross-site requests', async () => {
    const visitor = await openSession(givenLab(), 'stored', await newAccount(givenLab()))
    const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
    expect((await order(visitor, { model: 'stored', count: 10 }, foreign)).status).toBe(403)
  })

  test('never reveals the cookies of the sessions that it measures', async () => {
    const visitor = await openSession(givenLab(), 'stored', await newAccount(givenLab()))
    const answer = await order(visitor, { model: 'signed', count: 10 })
    expect(answer.body.trim().split('\n')).toHaveLength(12)
    expect(answer.setCookies).toEqual([])
    expect(answer.body).not.toMatch(/__Host-|eyJ|Fe26/)
  })
})

test.each([360, 1280])(
  '%i px wide: no element overflows or moves, and axe finds nothing, light and dark',
  async (width) => {
    const page = await openTab({ viewport: { width, height: 800 } })
    await readAs(page, 'signed', { path: address, ready: 'form' })
    await expectTidy(page, width)
    await expectAccessible(page)
  },
)

test('on a phone a table that is too wide is a named region with a shadow, which the keyboard scrolls', async () => {
  const page = await openTab({ viewport: { width: 360, height: 800 } })
  await readAs(page, 'signed', { path: address, ready: 'form' })
  const region = page.getByRole('region', { name: /^At the edge.*figures$/ })
  expect(await region.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeGreaterThan(0)
  expect(await region.evaluate((node) => getComputedStyle(node).backgroundAttachment)).toContain('local')

  await region.focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => region.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0)
})
