import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { newAccount, openSessionIn, unproven } from '@/tests/support/open-session'
import { shareBrowser } from '@/tests/support/share-browser'
import { cookiesOf, openAs, openDashboard, untilInteractive, whoIs } from '@/tests/support/tab'

const openTab = shareBrowser()

const hint = 'For your security, please enter your password to confirm.'

/** The text that assistive technology reads with a field. */
async function describing(page: Page, label: string): Promise<string[]> {
  const ids = (await page.getByLabel(label).getAttribute('aria-describedby'))?.split(' ') ?? []
  return Promise.all(ids.map((id) => page.locator(`#${id}`).innerText()))
}

const focusedId = (page: Page) => page.evaluate(() => document.activeElement?.id)

describe.each([true, false])('with JavaScript: %s,', (javaScriptEnabled) => {
  test.each(models)('%s: one visit changes the name and the password, and deletes the account', async (model) => {
    const person = await newAccount(givenApplication())
    const page = await openTab({ javaScriptEnabled })
    await openDashboard(page, model, person)
    await page.getByRole('link', { name: 'Account' }).click()
    await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()

    await page.getByRole('textbox', { name: 'Name' }).fill('Mary Fairfax')
    await page.getByRole('button', { name: 'Save the name' }).click()
    await page.getByRole('status').getByText('Saved.').waitFor()
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Mary Fairfax')

    const { session: before } = await whoIs(page)
    await page.getByLabel('Current password').fill('not the password')
    await page.getByLabel('New password').fill('a new day for letters')
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByText('Not changed: that is not your current password.').waitFor()
    expect(await page.getByLabel('New password').inputValue()).toBe('')
    await page.getByLabel('Current password').fill(person.password)
    await page.getByLabel('New password').fill('a new day for letters')
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByRole('status').getByText('Your password is changed.').waitFor()
    const { session: after, user } = await whoIs(page)
    expect([user?.email, after?.id === before?.id]).toEqual([person.email, false])
    await page.getByText('The password was changed, and every other session was ended.').waitFor()

    await openSessionIn(page.context(), model, { ...person, ...unproven })
    const remove = page.getByRole('button', { name: 'Delete the account' })
    await page.getByLabel('Your e-mail, to confirm').fill(person.email)
    await remove.click()
    await page.getByText('For your security, please enter your password to confirm.').waitFor()
    expect(await page.getByLabel('Your e-mail, to confirm').inputValue()).toBe(person.email)
    await page.getByLabel('Your password', { exact: true }).fill('a new day for letters')
    await remove.click()
    await page.getByRole('status').getByText('Your account is deleted.').waitFor()
    expect(new URL(page.url()).pathname).toBe(routes.home)
    expect(await cookiesOf(page)).toEqual(new Map())
  })
})

test('the focus moves to the field that the form asks for: the re-authentication, and the refused field', async () => {
  const person = await newAccount(givenApplication())
  const page = await openTab()
  await openAs(page, 'stored', routes.account, { ...person, ...unproven })
  await untilInteractive(page)

  await page.getByLabel('Your e-mail, to confirm').fill(person.email)
  await page.keyboard.press('Enter')
  await page.getByLabel('Your password').waitFor()
  expect(await focusedId(page)).toBe('proof')
  expect(await describing(page, 'Your password')).toEqual([hint])

  await page.keyboard.type('not the password')
  await page.keyboard.press('Enter')
  await page.getByText('That is not your password. Nothing was changed.').waitFor()
  expect(await focusedId(page)).toBe('proof')
  expect(await describing(page, 'Your password')).toEqual([hint, 'That is not your password. Nothing was changed.'])

  await page.getByLabel('Current password').fill('not the password')
  await page.getByLabel('New password').fill('a new day for letters')
  await page.keyboard.press('Enter')
  await page.getByText('Not changed: that is not your current password.').waitFor()
  expect(await focusedId(page)).toBe('current')
})
