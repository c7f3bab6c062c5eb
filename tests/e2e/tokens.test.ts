import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'
import { lookWithAxe } from '@/tests/support/axe'
import { shareBrowser } from '@/tests/support/share-browser'
import { contentOf, openAs, whoIs } from '@/tests/support/tab'
import { busyStore, callAll, getTokens, press, takeBack } from '@/tests/support/token-page'
import { startTwoOrigins, type TwoOrigins } from '@/tests/support/two-origins'

const provoked = new RegExp(`status of 401 .*/(api/notes|invoices)$|${busyStore}`)
let origins: TwoOrigins
const openTab = shareBrowser({ expected: provoked, url: () => origins.url })

beforeAll(async () => {
  origins = await startTwoOrigins()
})
afterAll(() => origins?.stop())

async function openTokens(model: Model, colorScheme: 'dark' | 'light' = 'light'): Promise<Page> {
  const page = await openTab({ colorScheme, viewport: { width: 360, height: 800 } })
  await openAs(page, model, routes.tokens)
  return page
}

const cardOf = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) })

async function expectTidy(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  const { violations } = await lookWithAxe(page)
  expect(violations.map(({ id }) => id)).toEqual([])
}

test.each([
  ['sealed', 'light'],
  ['stored', 'dark'],
  ['signed', 'light'],
] as const)(
  '%s: two origins accept its tokens; once they are revoked, only a service that checks offline still does',
  async (model, scheme) => {
    const page = await openTokens(model, scheme)
    await page.getByText('You get them for your session cookie. They stay in the memory').waitFor()
    await getTokens(page)
    await callAll(page)
    await cardOf(page, 'Catalogue').getByText('Decided by the signature alone, and returned 5 articles.').waitFor()
    await cardOf(page, 'Invoices')
      .getByText('Decided by the signature and introspection, and returned 2 invoices.')
      .waitFor()
    expect((await whoIs(page)).session?.model).toBe(model)

    await takeBack(page)
    expect((await whoIs(page)).code).toBe('revoked')
    const header = page.getByRole('navigation', { name: 'Main' })
    await page.getByRole('button', { name: 'Menu' }).click()
    await header.getByRole('link', { name: 'Log in' }).waitFor()
    expect(await header.getByRole('button', { name: 'Log out' }).count()).toBe(0)
    await page.keyboard.press('Escape')
    await press(page, 'Call again', 'Accepted: Catalogue. Refused: Notes, Invoices.')

    for (const refusing of ['Notes', 'Invoices']) {
      const calls = cardOf(page, refusing).getByRole('listitem')
      const before = await calls.filter({ hasText: 'before the revocation' }).first().innerText()
      const after = await calls.filter({ hasText: 'after the revocation' }).first().innerText()
      expect(before).toContain('200 accepted')
      expect(after).toMatch(/401 refused[\s\S]*Bearer error="invalid_token"/)
    }
    await page.getByText('It checks only the signature, so it accepts the token until the token expires.').waitFor()
    await page.getByText('It asked us (introspection), and we said that the session is revoked.').waitFor()
    await page.getByText('We apply a revocation at once.').waitFor()
    await expectTidy(page)

    await page.getByRole('link', { name: 'Log in again' }).click()
    await page.waitForURL((url) => url.pathname === routes.login && url.searchParams.get('next') === routes.tokens)
  },
)

test('a call sends the token, and no cookie; the other origin gets its own token', async () => {
  const page = await openTokens('signed')
  const sent: { url: string; headers: Promise<Record<string, string>> }[] = []
  page.on('request', (request) => {
    if (request.headers().authorization) sent.push({ url: request.url(), headers: request.allHeaders() })
  })
  await getTokens(page)
  await callAll(page)

  const [own, catalogue, invoices] = await Promise.all(sent.slice(-3).map(({ headers }) => headers))
  expect(sent.slice(-3).map(({ url }) => url)).toEqual([
    `${origins.url}/api/notes`,
    `${origins.service}/catalogue`,
    `${origins.service}/invoices`,
  ])
  expect([own, catalogue, invoices].map((headers) => headers?.cookie)).toEqual([undefined, undefined, undefined])
  expect(catalogue?.authorization).toBe(invoices?.authorization)
  expect(catalogue?.authorization).not.toBe(own?.authorization)
})

test('no part of a token is in the page, in its URL or in a storage of the browser, and none survives a reload', async () => {
  const page = await openTokens('stored')
  const parts: string[] = []
  page.on('request', (request) => {
    const token = request.headers().authorization?.replace('Bearer ', '')
    parts.push(...(token?.split('.') ?? []))
  })
  await getTokens(page)
  await page.locator('summary').click()
  await callAll(page)

  const kept = await page.evaluate(async () => [
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, window.name, document.cookie]),
    ...(await indexedDB.databases()).map(({ name }) => name),
    ...(await caches.keys()),
    ...performance.getEntries().map(({ name }) => name),
  ])
  const seen = [await contentOf(page), page.url(), ...kept].join('\n')
  expect(seen).toContain('Who you are: the id of your account')
  expect(parts.length).toBeGreaterThanOrEqual(9)
  expect(parts.filter((part) => seen.includes(part))).toEqual([])

  await page.reload()
  await callAll(page, 'There is no token yet. Get one first.')
  await takeBack(page, 'There is no token yet. Get one first.')
  expect((await whoIs(page)).session?.model).toBe('stored')
})
