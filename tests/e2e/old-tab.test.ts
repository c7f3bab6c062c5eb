import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Application, startApplication } from '@/tests/support/application'
import { lookWithAxe } from '@/tests/support/axe'
import { browserObstacle } from '@/tests/support/browser'
import { buildWithLab } from '@/tests/support/build'
import { models } from '@/tests/support/models'
import { shareBrowser } from '@/tests/support/share-browser'
import { cookiesOf, logInByForm, logOut, openDashboard, saveNote } from '@/tests/support/tab'
import { Visitor } from '@/tests/support/visitor'

const openTab = shareBrowser({ expected: /UnrecognizedActionError/ })
const notice = { name: 'This page is from before an update' }

/** The tab calls actions by the ids of a build that the server no longer runs. */
async function makeOld(page: Page): Promise<void> {
  await page.route('**/*', (route, request) => {
    const headers = request.headers()
    return headers['next-action']
      ? route.continue({ headers: { ...headers, 'next-action': '0'.repeat(42) } })
      : route.continue()
  })
}

test('a form of a tab from before a deploy: the page says so, reloads, and keeps what was typed', async () => {
  const page = await openTab()
  await openDashboard(page, 'sealed')
  await makeOld(page)

  await saveNote(page, 'written before the update')
  await page.getByRole('heading', notice).waitFor()
  expect((await lookWithAxe(page)).violations).toEqual([])
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Load the page again' }).click()

  await page.getByText('Your entries are in the form again').waitFor()
  expect(await page.getByLabel('Note').inputValue()).toBe('written before the update')
  await page.getByRole('button', { name: 'Save the note' }).click()
  await page.getByText('Saved.', { exact: true }).waitFor()
  expect(await page.getByText('Your entries are in the form again').count()).toBe(0)
})

test('the restored text is not announced on the next page, nor when the visitor comes back', async () => {
  const page = await openTab()
  await openDashboard(page, 'sealed')
  await makeOld(page)
  await saveNote(page, 'left behind')
  await page.getByRole('heading', notice).waitFor()
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Load the page again' }).click()
  await page.getByText('Your entries are in the form again').waitFor()

  await page.getByRole('link', { name: 'Sessions' }).click()
  await page.waitForURL('**/sessions')
  await page.getByText('Your entries are in the form again').waitFor({ state: 'detached' })
  const second = await page.context().newPage()
  await second.goto('/dashboard')
  expect(await second.getByText('Your entries are in the form again').count()).toBe(0)
  expect(await second.getByLabel('Note').inputValue()).toBe('')
})

test('a password is not kept', async () => {
  const page = await openTab()
  await page.goto('/login?model=stored')
  await makeOld(page)

  await page.getByLabel('E-mail').fill('ada@example.com')
  await page.getByLabel('Password', { exact: true }).fill('a secret')
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('heading', notice).waitFor()
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Load the page again' }).click()

  await page.getByText('Your entries are in the form again').waitFor()
  expect(await page.getByLabel('E-mail').inputValue()).toBe('ada@example.com')
  expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
  expect(await page.getByRole('radio', { name: 'stored' }).isChecked()).toBe(true)
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('secret')
})

describe('after a deploy with the same key for actions', () => {
  let app: Application
  const openOwnTab = shareBrowser({ url: () => app.url })
  beforeAll(async () => {
    if (!browserObstacle) app = await startApplication()
  })
  afterAll(() => app?.stop())

  test('"Log out" in a tab from before it ends the session, and a copy of its cookies is refused', async () => {
    const tabs = await Promise.all(models.map(async (model) => ({ model, page: await openOwnTab() })))
    for (const { model, page } of tabs) {
      await logInByForm(page, model)
      // Fonts and icons load last, and between the two builds the port is closed.
      await page.waitForLoadState('networkidle')
    }
    await app.restart(await buildWithLab())

    for (const { page } of tabs) {
      const copy = new Visitor(app)
      for (const [name, value] of await cookiesOf(page)) copy.jar.set(name, value)
      expect(await copy.me()).toMatchObject({ status: 200 })
      await logOut(page)
      expect(await copy.me()).toMatchObject({ status: 401, code: 'revoked' })
    }
  }, 240_000)
})
