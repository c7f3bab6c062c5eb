import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { type Account, due, endGrace, newAccount, openSessionIn } from '@/tests/support/open-session'
import { shareBrowser } from '@/tests/support/share-browser'
import { cookiesOf, openDashboard, saveNote, whoIs } from '@/tests/support/tab'

const openTab = shareBrowser()

/** A dashboard that was loaded with a session that is younger than the revalidation interval. */
async function openFresh(model: Model, options: Parameters<typeof openTab>[0] = {}) {
  const page = await openTab(options)
  const account = await newAccount(givenApplication())
  await openDashboard(page, model, account)
  return { page, account }
}

/** Makes the next request of this browser renew. */
const becomeDue = (page: Page, model: Model, account: Account) =>
  openSessionIn(page.context(), model, { ...account, ...due })

/** The next request of a signed session needs a refresh token, and one that was used before would be a replay. */
async function needRefreshToken(page: Page): Promise<void> {
  const cookies = [...(await cookiesOf(page))].map(([name, value]) => ({ name, value, attributes: new Map() }))
  await endGrace({ origin: givenApplication().url, cookies })
  await page.context().clearCookies({ name: '__Host-signed' })
}

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  test.each(models)(
    '%s: a form sent with a stale credential is processed, and the user stays logged in',
    async (model) => {
      const { page, account } = await openFresh(model, { javaScriptEnabled })
      await page.getByLabel('Note').fill('typed while fresh')

      await becomeDue(page, model, account)
      const before = await cookiesOf(page)
      await page.getByRole('button', { name: 'Save the note' }).click()
      await page.getByText('Saved.').waitFor()

      expect(await cookiesOf(page)).not.toEqual(before)
      await needRefreshToken(page)
      await page.goto('/dashboard')
      expect(await page.getByLabel('Note').inputValue()).toBe('typed while fresh')
    },
  )

  test.each(models)('%s: a logout with a stale credential leaves no renewed cookie behind', async (model) => {
    const { page, account } = await openFresh(model, { javaScriptEnabled })

    await becomeDue(page, model, account)
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByText('You are logged out.').waitFor()

    expect(await cookiesOf(page)).toEqual(new Map())
  })
})

test.each(models)('%s: two tabs that renew concurrently both stay logged in', async (model) => {
  const { page: first, account } = await openFresh(model)
  const second = await first.context().newPage()
  await second.goto('/dashboard')
  await becomeDue(first, model, account)

  // The form is sent once the other tab has asked, and before that tab has its answer.
  const asked = second.waitForRequest((request) => request.isNavigationRequest())
  await first.route('**/dashboard', async (route) => {
    await asked
    await route.continue()
  })
  const saved = saveNote(first, 'from the first').then(() => first.getByText('Saved.').waitFor())
  await first.waitForRequest((request) => request.method() === 'POST')
  await Promise.all([second.reload(), saved])
  await first.unroute('**/dashboard')

  await needRefreshToken(first)
  await Promise.all([first.reload(), second.reload()])
  // A sealed session is one cookie: of two concurrent answers the later one replaces the data of the other.
  const notes = model === 'sealed' ? ['from the first', ''] : ['from the first']
  for (const page of [first, second]) {
    expect(notes).toContain(await page.getByLabel('Note').inputValue())
    expect((await whoIs(page)).session?.model).toBe(model)
  }
})
