import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { givenApplication } from '@/tests/support/given-application'
import { newAccount } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { shareBrowser } from '@/tests/support/share-browser'
import { logInByForm, logOut, openAs, openDashboard, untilInteractive } from '@/tests/support/tab'

const openTab = shareBrowser()

/** A user that no other test uses, with a unique name. */
async function someone() {
  const name = `Mary ${randomUUID().slice(0, 8)}`
  return { name, ...(await newAccount(givenApplication(), 'member', name)) }
}

const openAsAda = (page: Page) => openDashboard(page, 'stored', people.ada)

async function findAsAda(page: Page, words: string, enter = openAsAda): Promise<void> {
  await enter(page)
  await page.getByRole('link', { name: 'Admin' }).click()
  await page.getByLabel('Name or e-mail contains').fill(words)
  await page.getByRole('button', { name: 'Search' }).click()
  await page.waitForURL('**/admin?q=*')
}

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  test('an admin finds a user, changes the role, disables and enables the account, and each answer confirms it', async () => {
    const { name, email } = await someone()
    const page = await openTab({ javaScriptEnabled })
    await findAsAda(page, name.toUpperCase())
    const row = page.getByRole('rowgroup').filter({ hasText: email })

    await row.getByText('Change role').click()
    await row.getByLabel(`New role of ${name}`).selectOption('editor')
    await row.getByRole('button', { name: 'Change the role' }).click()
    await row.getByText('The role is changed. The change counts within a second.').waitFor()
    expect(await row.getByRole('cell', { name: 'editor', exact: true }).count()).toBe(1)

    await row.getByText('Disable').first().click()
    await row.getByText('can no longer log in').waitFor()
    await row.getByRole('button', { name: 'Disable the account' }).click()
    await row.getByText('Done. The change counts within a second.').waitFor()
    await row.getByText('disabled', { exact: true }).waitFor()

    await row.getByText('Enable').first().click()
    await row.getByRole('button', { name: 'Enable the account' }).click()
    await row.getByText('active', { exact: true }).waitFor()
    expect(await row.getByRole('button').count()).toBe(0)
  })

  test('the audit trail lists each action with its target and its author, and can be filtered', async () => {
    const { name, email } = await someone()
    const page = await openTab({ javaScriptEnabled })
    await findAsAda(page, email, () => logInByForm(page, 'stored', people.ada))
    await page.getByText('Log out everywhere', { exact: false }).first().click()
    await page.getByRole('button', { name: 'End every session' }).click()
    await page.getByText('Every session of this account has ended.').waitFor()

    await page.getByRole('link', { name: 'Audit trail' }).click()
    await page.getByLabel('Kind').selectOption('cut_off')
    await page.getByLabel('Person (e-mail)').fill(email)
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.waitForURL('**/admin/audit?*')

    const event = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Logged out everywhere' }) })
    expect(await event.count()).toBe(1)
    const facts = await event.innerText()
    for (const fact of [email, people.ada.email, 'stored', /on Linux/]) expect(facts).toMatch(fact)
    expect(facts).not.toContain(name)

    const session = event.getByRole('link').last()
    const id = await session.innerText()
    expect(id).toMatch(/^[\w-]{22}$/)
    await session.click()
    await page.waitForURL(`**/admin/audit?session=${id}`)
    expect(await page.getByLabel('Session').inputValue()).toBe(id)
    expect((await page.getByRole('rowheader').allInnerTexts()).toSorted()).toEqual(['Logged out everywhere', 'Login'])
  })
})

test('the keyboard alone opens an action and performs it, and the focus returns to its button', async () => {
  const { name, email } = await someone()
  const page = await openTab()
  await findAsAda(page, email)
  await untilInteractive(page, 'td form')
  const opener = page.locator('summary', { hasText: 'Log out everywhere' })

  await opener.focus()
  await page.keyboard.press('Enter')
  await page.getByText(`Every session of ${name} ends at once, on every device`).waitFor()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(`End every session: ${email}`)
  await page.keyboard.press('Enter')

  await page.getByRole('status').getByText('Every session of this account has ended.').waitFor()
  expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true)
  expect(await page.getByRole('button', { name: 'End every session' }).isVisible()).toBe(false)
})

test('a search without results and invalid filters say so', async () => {
  const page = await openTab()
  await findAsAda(page, '%_no such person_%')
  await page.getByText('No user’s name or e-mail contains “%_no such person_%”.').waitFor()

  await page.goto('/admin/audit?person=unknown@example.com')
  await page.getByText('No user has the address unknown@example.com.').waitFor()
  await page.goto('/admin/audit?from=2031-01-01')
  await page.getByText('No event matches these filters.').waitFor()
  await page.goto('/admin/audit?kind=x&person=y&from=31.12.2026&to=2026-02-30&session=%2A&older=%00')
  const errors = page.locator('main').getByRole('alert').getByRole('link')
  expect(await errors.allInnerTexts()).toEqual([
    'Choose one of the kinds.',
    'Enter an e-mail address, like ada@example.com.',
    'Choose a day, like 2026-01-31.',
    'Choose a day, like 2026-01-31.',
    'Enter a session id as shown in the audit trail.',
  ])
  expect(await page.getByLabel('Person (e-mail)').inputValue()).toBe('y')
})

test('revoking every session of all users: a wrong confirmation changes nothing, and stays in the field', async () => {
  const page = await openTab()
  await openAs(page, 'sealed', '/admin', people.ada)

  await page.getByLabel('Type “everyone out” to confirm').fill('everybody out')
  await page.getByRole('button', { name: 'Log everyone out' }).click()
  await page.getByText('No user was logged out').waitFor()

  expect(await page.getByLabel('Type “everyone out” to confirm').inputValue()).toBe('everybody out')
})

test('[ASVS 7.4.4] a user who is no admin has no link to /admin, and gets a 403 page with a logout', async () => {
  const page = await openTab()
  await openDashboard(page, 'signed')
  expect(await page.getByRole('link', { name: 'Admin' }).count()).toBe(0)

  for (const path of ['/admin', '/admin/audit']) {
    const answer = await page.goto(path)
    expect(answer?.status()).toBe(403)
    await page.getByRole('heading', { name: 'This page is for admins' }).waitFor()
  }
  await logOut(page)
})
