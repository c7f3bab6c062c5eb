import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { days } from '@/lib/time'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { type Account, newAccount, openSession, openSessionIn } from '@/tests/support/open-session'
import { shareBrowser } from '@/tests/support/share-browser'
import { cookiesOf, logOut, openAs, openDashboard, saveNote, untilInteractive } from '@/tests/support/tab'
import { Visitor } from '@/tests/support/visitor'

/* The message of the login page when a session ended outside of this tab. */

const openTab = shareBrowser()

const app = givenApplication()
const header = (page: Page) => page.getByRole('navigation', { name: 'Main' })

async function expectSignedOut(page: Page): Promise<void> {
  await header(page).getByRole('link', { name: 'Log in', exact: true }).waitFor()
  expect(await header(page).getByRole('button', { name: 'Log out' }).count()).toBe(0)
  expect(await header(page).getByRole('link', { name: 'Dashboard' }).count()).toBe(0)
}

/** A second browser with the same cookie. */
async function copyOf(page: Page): Promise<Visitor> {
  const copy = new Visitor(app)
  for (const [name, value] of await cookiesOf(page)) copy.jar.set(name, value)
  return copy
}

type Ending = (page: Page, model: Model, person: Account) => Promise<unknown>

const endings: readonly [string, Ending, string, readonly Model[]][] = [
  [
    'expired',
    (page, model, person) => openSessionIn(page.context(), model, { ...person, age: days(8) }),
    'Your session has expired. A session ends 7 days after the last visit, and 30 days after the login.',
    models,
  ],
  [
    'was revoked on another device',
    async (_, model, person) =>
      (await openSession(app, model, person)).submit('/sessions', (form) => form.fields.get('scope') === 'others'),
    'Your session was ended by a logout, from another device, by a new password or by an administrator.',
    models,
  ],
  [
    'was logged out by another browser with its cookie',
    async (page) => (await copyOf(page)).submit('/dashboard', 'Log out'),
    'Your session has ended: you have logged out.',
    ['stored', 'signed'],
  ],
  [
    'was replaced by a newer login',
    async (_, model, person) => {
      for (let logins = 0; logins < 20; logins += 1) await openSession(app, model, person)
    },
    'a newer login ended the oldest one.',
    ['stored', 'signed'],
  ],
]

describe.each(endings)('/login says that the session %s', (_, end, sentence, of) => {
  test.each(of)('%s', async (model) => {
    const person = await newAccount(app)
    const page = await openTab()
    await openDashboard(page, model, person)
    await untilInteractive(page, 'main form')
    await end(page, model, person)

    await page.getByRole('link', { name: 'Account' }).click()

    await page.getByRole('status').getByText(sentence).waitFor()
    expect(new URL(page.url()).pathname).toBe('/login')
    expect(new URL(page.url()).searchParams.get('next')).toBe('/account')
  })
})

test('/login says how a session ended only to a request with its cookie, and echoes nothing of its URL', async () => {
  const page = await openTab()
  await page.goto('/login?reason=revoked&ended=expired&end=logout&next=/dashboard%3Cb%3E')
  await page.getByText('That page needs a login. If you were logged in before, your session has expired.').waitFor()
  expect(await page.locator('main').innerText()).not.toMatch(/revoked|was ended|<b>/)
  await page.goto('/login?reason=revoked&ended=expired')
  expect(await page.locator('main').innerText()).not.toMatch(/expired|ended|revoked/)

  await openDashboard(page, 'stored')
  await logOut(page)
  expect(await page.locator('main').innerText()).not.toMatch(/has ended|expired/)
})

test.each(models)('%s: a form of an ended session keeps what was typed, and leads to the login', async (model) => {
  const page = await openTab()
  await openDashboard(page, model, await newAccount(app))
  await untilInteractive(page, 'main form')
  await (await copyOf(page)).submit('/dashboard', 'Log out')

  await saveNote(page, 'too late')

  await expectSignedOut(page)
  expect(await page.getByLabel('Note').inputValue()).toBe('too late')
  await page.getByRole('status').getByRole('link', { name: 'Log in again' }).click()
  await page.waitForURL('**/login?next=%2Fdashboard')
})

test('a logout or login in one tab changes the header of the other', async () => {
  const person = await newAccount(app)
  const page = await openTab()
  await openAs(page, 'stored', '/account', person)
  await untilInteractive(page, 'main form')
  const other = await page.context().newPage()
  await other.goto('/dashboard')

  await logOut(other)
  await expectSignedOut(page)

  await openDashboard(other, 'sealed', person)
  await header(page).getByRole('button', { name: 'Log out' }).waitFor()

  await openDashboard(other, 'sealed', await newAccount(app))
  await header(page).getByText('You are logged in with another account now.').waitFor()
  await header(page).getByRole('link', { name: 'Load the page again' }).click()
  await header(page).getByRole('link', { name: 'Account' }).waitFor()
})

test('on a phone the closed menu still says that another account is logged in now', async () => {
  const page = await openTab({ viewport: { width: 360, height: 740 } })
  await openAs(page, 'stored', '/account', await newAccount(app))
  await untilInteractive(page, 'main form')
  expect(await header(page).count()).toBe(0)

  await openDashboard(await page.context().newPage(), 'sealed', await newAccount(app))

  await header(page).getByText('You are logged in with another account now.').waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await header(page).getByRole('link', { name: 'Load the page again' }).click()
  await header(page).waitFor({ state: 'hidden' })
})
