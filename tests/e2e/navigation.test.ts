import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { routes } from '@/lib/routes'
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

test('on a phone its links stand in columns', async () => {
  const page = await openTab({ viewport: { width: 360, height: 800 } })
  await openDashboard(page, 'stored', people.ada)

  const boxes = await Promise.all((await main(page).getByRole('link').all()).map((link) => link.boundingBox()))
  const columns = boxes.slice(0, 3).map((box) => box?.x)
  for (const [index, box] of boxes.entries()) expect(box?.x).toBe(columns[index % columns.length])
  expect(new Set(columns).size).toBe(3)
})

test('whoever is logged in is led from the first page to the dashboard, a stranger to the signup', async () => {
  const page = await openTab()
  const intro = page.locator('main > p').first()
  await page.goto(routes.home)
  expect(await intro.innerText()).toContain('Take one, sign up or log in')

  await openAs(page, 'signed', routes.home)
  expect(await intro.innerText()).toContain('You are logged in by signed')
  await intro.getByRole('link', { name: 'your dashboard' }).click()
  await page.waitForURL(`**${routes.dashboard}`)
})
