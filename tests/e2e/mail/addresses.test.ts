import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { givenApplication } from '@/tests/support/given-application'
import { awaitMail, linkIn } from '@/tests/support/mailbox'
import { models } from '@/tests/support/models'
import { newAccount, newOwner, unproven } from '@/tests/support/open-session'
import { shareBrowser } from '@/tests/support/share-browser'
import { openAs, openDashboard, whoIs } from '@/tests/support/tab'

const app = givenApplication()
const openTab = shareBrowser()
const wanted = 'paper, ink and parchment'
const newAddress = () => `${randomUUID()}@example.com`

async function signUp(page: Page, email: string): Promise<void> {
  await page.goto('/signup')
  await page.getByLabel('Name').fill('Mary Somerville')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(wanted)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.getByText(`We are sending a mail to ${email}.`).waitFor()
}

/** Opens the link of a mail, and sees the code leave the address. @returns every address and header that the browser sent */
async function followLink(page: Page, mail: { text: string }): Promise<void> {
  const { link, code } = linkIn(mail)
  const requested: string[] = []
  page.on('request', (request) => requested.push(request.url(), JSON.stringify(request.headers())))
  await page.goto(link)
  await page.waitForURL((url) => url.hash === '')
  expect(await page.getByLabel('Code from the mail').inputValue()).toBe(code)
  expect(requested.filter((text) => text.includes(code) && !text.endsWith(`#${code}`))).toEqual([])
}

test.each(models)(
  '%s: a new account verifies its address with the link of the mail, and keeps its session',
  async (model) => {
    const page = await openTab()
    const email = newAddress()
    await signUp(page, email)
    await page.getByRole('radio', { name: model }).check()
    await page.getByLabel('Password', { exact: true }).fill(wanted)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL('**/dashboard')
    await page.goto('/account')
    await page.getByText('Your address is not verified.').waitFor()

    await followLink(page, await awaitMail(email, app))
    await page.getByRole('button', { name: 'Confirm the address' }).click()
    await page.getByText('Your address is verified').waitFor()
    await page.getByRole('link', { name: 'Go to your account' }).click()
    await page.getByText('Your address is verified.').waitFor()
    expect(await whoIs(page)).toMatchObject({ user: { email }, session: { model } })
  },
)

test('another link is sent from the account page, and replaces the first', async () => {
  const account = await newAccount(app)
  const page = await openTab()
  await openAs(page, 'stored', '/account', account)
  for (const count of [1, 2]) {
    await page.getByRole('button', { name: 'Send another link' }).click()
    await page.getByText('We are sending a link to your address.').waitFor()
    await awaitMail(account.email, app, count)
    await page.reload()
  }
  await followLink(page, await awaitMail(account.email, app, 2))
  await page.getByRole('button', { name: 'Confirm the address' }).click()
  await page.getByText('Your address is verified').waitFor()
})

test.each(models)(
  '%s: a changed address ends the session of another browser, and the old address restores itself and ends all',
  async (model) => {
    const account = await newOwner(app)
    const [page, other] = [await openTab(), await openTab()]
    await openDashboard(other, model, account)
    await openAs(page, model, '/account', { email: account.email, ...unproven })
    const email = newAddress()
    await page.getByLabel('New e-mail address').fill(email)
    await page.getByRole('button', { name: 'Send a link to the new address' }).click()
    await page.getByLabel('Your password', { exact: true }).fill(account.password)
    await page.getByRole('button', { name: 'Send a link to the new address' }).click()
    await page.getByText('We are sending a link to the new address.').waitFor()

    await followLink(page, await awaitMail(email, app))
    await page.getByRole('button', { name: 'Confirm the address' }).click()
    await page.getByText('Your address is changed').waitFor()
    expect(await whoIs(page)).toMatchObject({ user: { email }, session: { model } })
    await other.reload()
    await other.getByText('Your session was ended').waitFor()

    await followLink(other, await awaitMail(account.email, app))
    await other.getByLabel('New password', { exact: true }).fill(wanted)
    await other.getByRole('button', { name: 'Restore the address' }).click()
    await other.getByText('Your address is restored').waitFor()
    await page.goto('/dashboard')
    await page.getByText('Your session was ended').waitFor()

    await other.getByLabel('E-mail').fill(account.email)
    await other.getByLabel('Password', { exact: true }).fill(wanted)
    await other.getByRole('radio', { name: model }).check()
    await other.getByRole('button', { name: 'Log in' }).click()
    await other.waitForURL('**/dashboard')
  },
)

test('the link of a change that is opened without a session leads to the login', async () => {
  const account = await newOwner(app)
  const [page, phone] = [await openTab(), await openTab()]
  await openAs(page, 'signed', '/account', account)
  const email = newAddress()
  await page.getByLabel('New e-mail address').fill(email)
  await page.getByRole('button', { name: 'Send a link to the new address' }).click()
  await page.getByText('We are sending a link to the new address.').waitFor()

  await followLink(phone, await awaitMail(email, app))
  await phone.getByRole('button', { name: 'Confirm the address' }).click()
  await phone.getByText('Log in with the new address.').waitFor()
  await page.reload()
  await page.getByText('Your session was ended').waitFor()
})

test('without JavaScript the user copies the code, or the whole link, from each mail', async () => {
  const account = await newOwner(app)
  const page = await openTab({ javaScriptEnabled: false })
  await openAs(page, 'sealed', '/account', account)
  const email = newAddress()
  await page.getByLabel('New e-mail address').fill(email)
  await page.getByRole('button', { name: 'Send a link to the new address' }).click()
  await page.getByText('We are sending a link to the new address.').waitFor()
  const change = linkIn(await awaitMail(email, app))
  await page.goto(change.link)
  await page.getByLabel('Code from the mail').fill(` ${change.link} `)
  await page.getByRole('button', { name: 'Confirm the address' }).click()
  await page.getByText('Your address is changed').waitFor()
  expect((await page.content()).includes(account.email)).toBe(false)

  const undo = linkIn(await awaitMail(account.email, app))
  await page.goto(undo.link)
  await page.getByLabel('Code from the mail').fill(undo.code)
  await page.getByLabel('New password', { exact: true }).fill(wanted)
  await page.getByRole('button', { name: 'Restore the address' }).click()
  await page.getByText('Your address is restored').waitFor()
})
