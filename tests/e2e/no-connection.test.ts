import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Process, startAnother } from '@/tests/security/support/another-process'
import { lookWithAxe } from '@/tests/support/axe'
import { type FailingProxy, startFailingProxy, type Weather } from '@/tests/support/failing-proxy'
import { givenApplication } from '@/tests/support/given-application'
import { newAccount, unproven } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { registerApplication } from '@/tests/support/reach'
import { shareBrowser } from '@/tests/support/share-browser'
import { contentOf, fillInLogin, openAs, untilInteractive } from '@/tests/support/tab'

let proxy: FailingProxy
let app: Process

const openTab = shareBrowser({ url: () => proxy.url, expected: /Failed to load resource/ })

beforeAll(async () => {
  const given = givenApplication()
  proxy = await startFailingProxy()
  const settings = { ...given.settings, APP_URL: proxy.url }
  app = await startAnother({ dist: given.dist, settings })
  proxy.target = app.url
  registerApplication({ ...given, settings, url: proxy.url })
})
afterEach(() => {
  proxy.weather = 'pass'
})
afterAll(async () => {
  await app?.stop()
  await proxy?.close()
})

type Failure = 'offline' | Exclude<Weather, 'pass'>
const failures: readonly Failure[] = ['offline', 'drop', 'drop_answer', 'bad_gateway']

async function fail(page: Page, failure: Failure): Promise<void> {
  if (failure === 'offline') return page.context().setOffline(true)
  proxy.weather = failure
}

async function recover(page: Page): Promise<void> {
  await page.context().setOffline(false)
  proxy.weather = 'pass'
}

/** Every field that a visitor fills in. */
const typedIn = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main input:not([type=hidden]), main textarea, main select')].map((field) =>
      field instanceof HTMLInputElement && /radio|checkbox/.test(field.type)
        ? field.checked
        : 'value' in field && field.value,
    ),
  )

const sentence = 'There was no connection, or it was interrupted before the answer.'

/** Submits a form that fails: the page loses nothing. Then submits it again. */
async function sendTwice(page: Page, button: string | RegExp, failure: Failure): Promise<void> {
  const typed = await typedIn(page)
  // The first one: the card of this session has a logout of its own.
  const send = page.getByRole('button', { name: button, exact: true }).first()
  await fail(page, failure)
  await send.click()

  await page.getByText(sentence).waitFor()
  expect(await typedIn(page)).toEqual(typed)
  expect(await contentOf(page)).not.toMatch(/Something went wrong|reference below|502 Bad Gateway/)
  expect((await lookWithAxe(page)).violations).toEqual([])

  await recover(page)
  await send.click()
  await page.getByText(sentence).waitFor({ state: 'detached' })
}

describe.each(failures)(
  'a form whose submission fails (%s) keeps what was typed, and can be sent again:',
  (failure) => {
    test('the note', async () => {
      const page = await openTab()
      await openAs(page, 'stored', '/dashboard')
      await untilInteractive(page, 'main form')
      await page.getByLabel('Note').fill('written under way')

      await sendTwice(page, 'Save the note', failure)

      await page.getByText('Saved.', { exact: true }).waitFor()
      expect(await page.getByLabel('Note').inputValue()).toBe('written under way')
    })

    test('the login, with the password', async () => {
      const page = await openTab()
      await page.goto('/login?model=signed')
      await untilInteractive(page, 'main form')
      await fillInLogin(page)
      await page.getByRole('radio', { name: 'stored' }).check()

      await sendTwice(page, 'Log in', failure)

      await page.waitForURL('**/dashboard')
    })
  },
)

test('passwords and a new name of the account', async () => {
  const person = await newAccount(givenApplication())
  const page = await openTab()
  await openAs(page, 'stored', '/account', person)
  await untilInteractive(page, 'main form')
  await page.getByRole('textbox', { name: 'Name' }).fill('Mary Fairfax')
  await page.getByLabel('Current password').fill(person.password)
  await page.getByLabel('New password').fill('a new day for letters')

  await sendTwice(page, 'Save the name', 'bad_gateway')
  await page.getByText('Saved.').waitFor()
  await page.getByLabel('Current password').fill(person.password)
  await page.getByLabel('New password').fill('a new day for letters')
  await sendTwice(page, 'Change the password', 'drop')

  await page.getByRole('status').getByText('Your password is changed.').waitFor()
})

test('a deletion that requires the password', async () => {
  const person = await newAccount(givenApplication())
  const page = await openTab()
  await openAs(page, 'stored', '/account', { ...person, ...unproven })
  await untilInteractive(page, 'main form')
  await page.getByLabel('Your e-mail, to confirm').fill(person.email)
  await page.getByRole('button', { name: 'Delete the account' }).click()
  await page.getByLabel('Your password', { exact: true }).fill(person.password)

  await sendTwice(page, 'Delete the account', 'drop')

  await page.getByText('Your account is deleted.').waitFor()
})

test('a signup', async () => {
  const page = await openTab()
  await page.goto('/signup')
  await untilInteractive(page, 'main form')
  await page.getByLabel('Name').fill('Mary Somerville')
  await page.getByLabel('E-mail').fill(`${crypto.randomUUID()}@example.com`)
  await page.getByLabel('Password', { exact: true }).fill('a fine day for letters')

  await sendTwice(page, 'Sign up', 'bad_gateway')

  await page.getByText('your account is ready').waitFor()
})

test('an action of an admin, with its selected values', async () => {
  const person = await newAccount(givenApplication(), 'member', 'Jane Marcet')
  const page = await openTab()
  await openAs(page, 'stored', `/admin?q=${person.email}`, people.ada)
  await untilInteractive(page, 'main form')
  await page.locator('summary', { hasText: 'Change role' }).click()
  await page.getByLabel('New role of Jane Marcet').selectOption('editor')

  await sendTwice(page, /^Change the role/, 'bad_gateway')

  await page.getByText('The role is changed.').waitFor()
})

test('the end of other sessions, and a logout', async () => {
  const person = await newAccount(givenApplication())
  const page = await openTab()
  await openAs(page, 'stored', '/sessions', person)
  await untilInteractive(page, 'main form')
  await page.locator('summary', { hasText: 'End all others' }).click()

  await sendTwice(page, 'End every other session', 'drop')
  await page.getByText('Every other session has ended').waitFor()
  await sendTwice(page, 'Log out', 'offline')

  await page.getByText('You are logged out.').waitFor()
})

test('on a phone the closed menu still says that a logout was not answered', async () => {
  const page = await openTab({ viewport: { width: 360, height: 740 } })
  await openAs(page, 'stored', '/account')
  await untilInteractive(page, 'header form')
  const report = page.getByRole('banner').getByText(sentence)
  const send = page.getByRole('banner').getByRole('button', { name: 'Log out' })
  await page.getByRole('button', { name: 'Menu' }).click()
  await fail(page, 'offline')
  await send.click()
  await report.waitFor()

  await page.keyboard.press('Escape')

  expect(await report.isVisible()).toBe(true)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  expect((await lookWithAxe(page)).violations).toEqual([])
  await recover(page)
  await send.click()
  await page.getByText('You are logged out.').waitFor()
})
