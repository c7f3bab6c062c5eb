import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { documents, routes, source } from '@/lib/routes'
import { openSessionIn } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { shareBrowser } from '@/tests/support/share-browser'
import { openAs, openDashboard } from '@/tests/support/tab'

const openTab = shareBrowser()

const main = (page: Page) => page.getByRole('navigation', { name: 'Main' })

/** The links that are marked as the current page, with the value of aria-current. */
const marked = (page: Page) =>
  main(page)
    .locator('a[aria-current]')
    .evaluateAll((links) => links.map((link) => [link.textContent, link.getAttribute('aria-current')]))

test('the main navigation marks the current page or its section', async () => {
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

test('the mark follows a click, without another page load', async () => {
  const page = await openTab()
  await openDashboard(page, 'sealed')

  await main(page).getByRole('link', { name: 'Account' }).click()

  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()
  expect(await marked(page)).toEqual([['Account', 'page']])
})

describe.each([true, false])('on a phone, with JavaScript: %s', (javaScriptEnabled) => {
  const phone = { viewport: { width: 360, height: 740 }, javaScriptEnabled }
  const opener = (page: Page) => page.getByRole('button', { name: 'Menu' })

  test('the menu opens, navigates and closes, and has the logout', async () => {
    const page = await openTab(phone)
    await openDashboard(page, 'stored', people.ada)
    expect(await main(page).count()).toBe(0)

    await opener(page).click()
    const names = await main(page).getByRole('link').allInnerTexts()
    expect(names).toEqual(['Which model?', 'Claims', 'Dashboard', 'Sessions', 'Tokens', 'Account', 'Admin'])
    for (const link of await main(page).getByRole('link').all()) {
      expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    }
    await main(page).getByRole('link', { name: 'Sessions' }).click()
    await page.getByRole('heading', { name: 'Your sessions' }).waitFor()
    expect(await main(page).count()).toBe(0)

    await opener(page).click()
    await main(page).getByRole('button', { name: 'Log out' }).click()
    await page.getByText('You are logged out.').waitFor()
  })

  test('the keyboard opens the menu, and Escape returns the focus to its button', async () => {
    const page = await openTab(phone)
    await openDashboard(page, 'signed')
    await opener(page).focus()
    await page.keyboard.press('Enter')
    await main(page).waitFor()

    await page.keyboard.press('Escape')

    expect(await main(page).count()).toBe(0)
    expect(await opener(page).evaluate((button) => button === document.activeElement)).toBe(true)
  })
})

test('the first page links a user to the dashboard, and a signed-out visitor to the login and the questions', async () => {
  const page = await openTab()
  const content = page.getByRole('main')
  await page.goto(routes.home)
  const visitorLinks = content.locator('a.button').filter({ hasNotText: 'Log in with' })
  expect(await visitorLinks.evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual([
    routes.login,
    routes.choose,
  ])

  await openAs(page, 'signed', routes.home)
  await content.getByText('You are logged in with signed.').waitFor()
  await content.getByRole('link', { name: 'Your dashboard' }).click()
  await page.waitForURL(`**${routes.dashboard}`)
})

test('each page links to the questions, the claims, the source, the documents and the description of the API', async () => {
  const page = await openTab()
  const footer = page.getByRole('contentinfo')
  for (const path of [routes.home, routes.login, '/no-such-page']) {
    await page.goto(path)
    expect(await main(page).getByRole('link', { name: 'Which model?' }).getAttribute('href')).toBe(routes.choose)
    expect(await main(page).getByRole('link', { name: 'Claims' }).getAttribute('href')).toBe(routes.claims) // feature: claims
    const links = await footer.getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    expect(links).toEqual([source, documents, routes.openapi])
  }
  await footer.getByRole('link', { name: 'API' }).click()
  await page.waitForURL(`**${routes.openapi}`)
  expect(JSON.parse(await page.locator('body').innerText())).toMatchObject({ openapi: '3.1.1' })
})
