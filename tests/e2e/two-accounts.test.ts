import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { lookWithAxe } from '@/tests/support/axe'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { type Account, newAccount, openSessionIn } from '@/tests/support/open-session'
import { shareBrowser } from '@/tests/support/share-browser'
import { openAs, openDashboard, saveNote, untilInteractive, whoIs } from '@/tests/support/tab'

/* One browser, two tabs: the first shows one account, and the second has since logged in to another. */

const openTab = shareBrowser()

let first: Account
let second: Account

beforeEach(async () => {
  first = await newAccount(givenApplication(), 'member', 'Ada in the first tab')
  second = await newAccount(givenApplication(), 'admin', 'Grace in the second tab')
})

const refusal = () => `Nothing was changed. You are logged in as ${second.email} now`

describe.each([true, false])('with JavaScript: %s,', (javaScriptEnabled) => {
  test.each(models)('%s: a tab of another account changes no name, and keeps what was typed', async (model) => {
    const page = await openTab({ javaScriptEnabled })
    await openAs(page, model, '/account', first)
    if (javaScriptEnabled) await untilInteractive(page, 'main form')
    await page.getByRole('textbox', { name: 'Name' }).fill('Mary Fairfax')
    const other = await page.context().newPage()
    await openAs(other, model, '/account', second)

    await page.getByRole('button', { name: 'Save the name' }).click()

    await page.getByText(refusal()).waitFor()
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Mary Fairfax')
    if (javaScriptEnabled) expect((await lookWithAxe(page)).violations).toEqual([])
    await other.reload()
    expect(await other.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Grace in the second tab')
  })

  test('the note of the other session stays as it was', async () => {
    const page = await openTab({ javaScriptEnabled })
    await openDashboard(page, 'stored', first)
    if (javaScriptEnabled) await untilInteractive(page, 'main form')
    const other = await page.context().newPage()
    await openDashboard(other, 'stored', { ...second, note: 'of the second' })

    await saveNote(page, 'of the first')

    await page.getByText(refusal()).waitFor()
    expect(await page.getByLabel('Note').inputValue()).toBe('of the first')
    await other.reload()
    expect(await other.getByLabel('Note').inputValue()).toBe('of the second')
  })
})

test('typed passwords stay, and after a reload the page is for the account that is logged in', async () => {
  const page = await openTab()
  await openAs(page, 'stored', '/account', first)
  await untilInteractive(page, 'main form')
  await page.getByLabel('Current password').fill(first.password)
  await page.getByLabel('New password').fill('a new day for letters')
  await openSessionIn(page.context(), 'stored', second)

  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText(refusal()).waitFor()
  expect(await page.getByLabel('Current password').inputValue()).toBe(first.password)
  expect(await page.getByLabel('New password').inputValue()).toBe('a new day for letters')

  await page.reload()
  await page.getByRole('textbox', { name: 'Name' }).fill('Grace Hopper')
  await page.getByRole('button', { name: 'Save the name' }).click()
  await page.getByRole('status').getByText('Saved.').waitFor()
})

async function openFirst(page: Page, path: string, of: Account = first): Promise<void> {
  await openAs(page, 'stored', path, of)
  await untilInteractive(page, 'main form')
  await openSessionIn(page.context(), 'stored', of === first ? second : first)
}

test('a tab of another account ends none of the sessions of the account that is logged in', async () => {
  const page = await openTab()
  await openFirst(page, '/sessions')

  await page.locator('summary', { hasText: 'Log out everywhere' }).click()
  await page.getByRole('button', { name: 'Log out everywhere, here too' }).click()

  await page.getByText(refusal()).waitFor()
  expect((await whoIs(page)).user?.email).toBe(second.email)
})

test('an action in a tab of another admin changes nothing', async () => {
  const admin = await newAccount(givenApplication(), 'admin')
  const page = await openTab()
  await openAs(page, 'stored', `/admin?q=${first.email}`, admin)
  await untilInteractive(page, 'main form')
  await page.locator('summary', { hasText: 'Change role' }).click()
  await page.getByLabel('New role of').selectOption('editor')
  await openSessionIn(page.context(), 'stored', second)

  await page.getByRole('button', { name: 'Change the role' }).click()

  await page.getByText(refusal()).waitFor()
  expect(await page.getByLabel('New role of').inputValue()).toBe('editor')
})

test('a tokens page of another account gets no token, and so ends none of its sessions', async () => {
  const page = await openTab()
  await openAs(page, 'stored', '/tokens', first)
  await untilInteractive(page, 'header form')
  await openSessionIn(page.context(), 'stored', second)

  await page.getByRole('button', { name: /^Get a token/ }).click()
  await page.getByRole('status').getByText('Load the page again to get tokens for it.').waitFor()
  await page.getByRole('button', { name: 'Revoke and log me out' }).click()
  await page.getByText('There is no token yet. Get one first.').waitFor()

  expect((await whoIs(page)).user?.email).toBe(second.email)
})

test('a tab of another account can still log out: that ends the current session of this browser', async () => {
  const page = await openTab()
  await openFirst(page, '/account')

  await page.getByRole('button', { name: 'Log out' }).click()

  await page.getByText('You are logged out.').waitFor()
  expect((await whoIs(page)).code).toBe('unauthenticated')
})
