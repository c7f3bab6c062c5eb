import type { Page, Request } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { launchBrowserRememberingPages } from '@/tests/support/browser'
import { models } from '@/tests/support/models'
import { people } from '@/tests/support/people'
import { shareBrowser } from '@/tests/support/share-browser'
import { contentOf, logOut, openDashboard, saveNote, untilDrawn, untilInteractive } from '@/tests/support/tab'

const secret = 'the combination is 1-2-3-4-5'

/** A dashboard with private data. */
async function openWithSecret(page: Page, model: Model): Promise<void> {
  await openDashboard(page, model, { note: secret })
  await untilInteractive(page, 'main form')
  expect(await contentOf(page)).toContain(secret)
}

async function expectNothingPrivate(page: Page): Promise<void> {
  const content = await contentOf(page)
  const seen = [secret, people.linus.email, 'Linus Torvalds'].filter((text) => content.includes(text))
  expect(seen, page.url()).toEqual([])
}

/** Playwright waits for a `load` event that a page from the back/forward cache does not fire. */
async function goBack(page: Page): Promise<void> {
  const pending = new Set<Request>()
  page.on('request', (request) => pending.add(request))
  page.on('requestfinished', (request) => pending.delete(request))
  page.on('requestfailed', (request) => pending.delete(request))

  await page.goBack({ waitUntil: 'commit' })
  // The router renders its cache first, then the answer of the server.
  for (let quiet = 0; quiet < 3; quiet = pending.size > 0 ? 0 : quiet + 1) await untilDrawn(page)
}

describe.each([
  ['a browser without the back/forward cache', {}],
  ['a browser with the back/forward cache', { launch: launchBrowserRememberingPages }],
])('%s', (_, options) => {
  const openTab = shareBrowser(options)

  test.each(models)('%s: Back after a logout shows nothing private, nor does a reload there', async (model) => {
    const page = await openTab()
    await openWithSecret(page, model)
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

  test.each(models)('%s: Back over pages of the client router shows nothing private', async (model) => {
    const page = await openTab()
    await openWithSecret(page, model)
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

  test('Back from another site shows nothing private after a logout in a second tab', async () => {
    const first = await openTab()
    await openWithSecret(first, 'stored')
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

  test.each(models)('%s: is refused after a logout in the first, and its form keeps what was typed', async (model) => {
    const first = await openTab()
    await openWithSecret(first, model)
    const second = await first.context().newPage()
    await second.goto('/dashboard')
    await untilInteractive(second, 'main form')
    expect(await contentOf(second)).toContain(secret)
    await logOut(first)

    await saveNote(second, 'too late')
    await second.getByText('this session has ended').waitFor()
    expect(await second.getByLabel('Note').inputValue()).toBe('too late')

    await second.reload()
    await second.waitForURL('**/login**')
    await expectNothingPrivate(second)
  })
})
