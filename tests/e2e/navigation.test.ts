import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { documents, routes, source } from '@/lib/routes'
import { openSessionIn } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { shareBrowser } from '@/tests/support/share-browser'
import { openAs, openDashboard } from '@/tests/support/tab'

const openTab = shareBrowser()

const main = (page: Page) => page.getByRole('navigation', { name: 'Main' })

/** Which links say that they lead to where the visitor is, and how. */
const marked = (page: Page) =>
  main(page)
    .locator('a[aria-current]')
    .evaluateAll((links) => links.map((link) => [link.textContent, link.getAttribute('aria-current')]))

test('the main navigation marks the page that is looked at, or what it is a part of', async () => {
  const page = await openTab()
  await page.goto(routes.login)
  expect(await marked(page)).toEqual([['Log in', 'page']])

  await openSessionIn(page.context(), 'stored', people.ada)
  const expected = [
    [routes.dashboard, [['Dashboard', 'page']]],
    [routes.sessions, [['Sessions', 'page']]],
    [routes.tokens, [['Tokens', 'page']]],
    [routes.account, [['Account', 'page']]],
    [routes.admin, [['Admin', 'page']]],
    [routes.audit, [['Admin', 'true']]],
    [routes.home, []],
  ] as const
  for (const [path, marks] of expected) {
    await page.goto(path)
    expect(await marked(page)).toEqual(marks)
  }
})

test('the mark moves along with a click, without another page load', async () => {
  const page = await openTab()
  await openDashboard(page, 'sealed')

  await main(page).getByRole('link', { name: 'Account' }).click()

  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()
  expect(await marked(page)).toEqual([['Account', 'page']])
})

describe.each([true, false])('on a phone, with JavaScript: %s', (javaScriptEnabled) => {
  test('the header takes at most 120 pixels, and its menu opens, leads on and closes', async () => {
    const page = await openTab({ viewport: { width: 360, height: 740 }, javaScriptEnabled })
    await openDashboard(page, 'stored', people.ada)
    const header = await page.locator('header').boundingBox()
    expect(header?.height).toBeLessThanOrEqual(120)
    expect(await main(page).count()).toBe(0)

    await page.getByRole('button', { name: 'Menu' }).click()
    const names = await main(page).getByRole('link').allInnerTexts()
    expect(names).toEqual(['Which model?', 'Dashboard', 'Sessions', 'Tokens', 'Account', 'Admin'])
    await page.keyboard.press('Escape')
    expect(await main(page).count()).toBe(0)

    await page.getByRole('button', { name: 'Menu' }).click()
    await main(page).getByRole('link', { name: 'Sessions' }).click()
    await page.getByRole('heading', { name: 'Your sessions' }).waitFor()
    expect(await main(page).count()).toBe(0)
    expect((await page.getByRole('heading', { level: 1 }).boundingBox())?.y).toBeLessThan(370)

    await page.getByRole('button', { name: 'Menu' }).click()
    await main(page).getByRole('button', { name: 'Log out' }).click()
    await page.getByText('You are logged out.').waitFor()
  })
})

test('the first page has its button above the fold, and leads a signed-in visitor to the dashboard', async () => {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 360, height: 740 },
  ]) {
    const page = await openTab({ viewport })
    await page.goto(routes.home)
    const button = page.getByRole('main').getByRole('link', { name: 'Log in and watch the check' })
    const box = await button.boundingBox()
    expect((box?.y ?? viewport.height) + (box?.height ?? 0)).toBeLessThan(viewport.height)
  }

  const page = await openTab()
  await openAs(page, 'signed', routes.home)
  await page.getByText('You are logged in with signed.').waitFor()
  await page.getByRole('main').getByRole('link', { name: 'Your dashboard' }).click()
  await page.waitForURL(`**${routes.dashboard}`)
})

test('the footer leads to the source, the documents and the description of the API', async () => {
  const page = await openTab()
  await page.goto(routes.home)
  const footer = page.getByRole('navigation', { name: 'About' })
  const links = await footer.getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href')))
  expect(links).toEqual([source, documents, routes.openapi])

  await footer.getByRole('link', { name: 'API' }).click()
  await page.waitForURL(`**${routes.openapi}`)
  expect(JSON.parse(await page.locator('body').innerText())).toMatchObject({ openapi: '3.1.1' })
})
