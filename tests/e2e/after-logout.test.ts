import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { models } from '@/lib/session/models'
import { launchBrowser } from '@/tests/support/browser'
import { launchBrowserRememberingPages } from '@/tests/support/browser-remembering-pages'
import { people } from '@/tests/support/people'
import { shareBrowser } from '@/tests/support/share-browser'
import { contentOf, logOut, openDashboard, saveNote, untilInteractive } from '@/tests/support/tab'

const secret = 'the combination is 1-2-3-4-5'

async function writeSecret(page: Page): Promise<void> {
  await saveNote(page, secret)
  await page.getByText('Saved.').waitFor()
  await page.reload()
  await untilInteractive(page, 'main form')
  expect(await contentOf(page)).toContain(secret)
}

async function expectNothingPrivate(page: Page): Promise<void> {
  const content = await contentOf(page)
  const seen = [secret, people.linus.email, 'Linus Torvalds'].filter((text) => content.includes(text))
  expect(seen, page.url()).toEqual([])
}

/** Playwright waits for a `load` that a page out of the back/forward cache does not fire. */
async function goBack(page: Page): Promise<void> {
  await page.goBack({ waitUntil: 'commit' })
  await page.waitForTimeout(500)
}

describe.each([
  ['a browser that loads again', launchBrowser],
  ['a browser that remembers pages', launchBrowserRememberingPages],
])('%s', (_, launch) => {
  const openTab = shareBrowser(launch)

  test.each(models)('%s: Back after a logout shows nothing private, nor does a reload there', async (model) => {
    const page = await openTab()
    await openDashboard(page, model)
    await writeSecret(page)
    await logOut(page)
    await expectNothingPrivate(page)

    for (let steps = 0; steps < 2; steps += 1) {
      await goBack(page)
      await expectNothingPrivate(page)
    }
    await page.reload()
    await expectNothingPrivate(page)
    await page.goto('/dashboard')
    expect(new URL(page.url()).pathname).toBe('/login')
  })

  test.each(models)('%s: nor does Back over pages that the client router brought', async (model) => {
    const page = await openTab()
    await openDashboard(page, model)
    await writeSecret(page)
    await page.getByRole('link', { name: 'Signed, Sealed, Stored' }).click()
    await page.waitForURL((url) => url.pathname === '/')
    await page.getByRole('link', { name: 'Dashboard', exact: true }).click()
    await page.getByRole('heading', { name: 'Linus Torvalds' }).waitFor()
    await logOut(page)

    for (let steps = 0; steps < 3; steps += 1) {
      await goBack(page)
      await expectNothingPrivate(page)
    }
  })

  test('nor does Back from another site, when the logout was in a second tab', async () => {
    const first = await openTab()
    await openDashboard(first, 'stored')
    await writeSecret(first)
    await first.goto('about:blank')
    const second = await first.context().newPage()
    await second.goto('/dashboard')
    await logOut(second)

    await goBack(first)
    await first.getByRole('heading', { name: 'Log in' }).waitFor()
    await expectNothingPrivate(first)
  })
})

describe('a second tab', () => {
  const openTab = shareBrowser()

  test.each(models)(
    '%s: is refused after a logout in the first, and what was typed there is not lost',
    async (model) => {
      const first = await openTab()
      await openDashboard(first, model)
      const second = await first.context().newPage()
      await second.goto('/dashboard')
      await writeSecret(second)
      await logOut(first)

      await saveNote(second, 'too late')
      await second.getByText('this session has ended').waitFor()
      expect(await second.getByLabel('Note').inputValue()).toBe('too late')

      await second.reload()
      await second.waitForURL('**/login**')
      await expectNothingPrivate(second)
    },
  )
})
