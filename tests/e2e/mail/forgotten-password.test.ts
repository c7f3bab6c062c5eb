import { expect, test } from 'vitest'
import { givenApplication } from '@/tests/support/given-application'
import { awaitMail, linkIn } from '@/tests/support/mailbox'
import { models } from '@/tests/support/models'
import { newAccount } from '@/tests/support/open-session'
import { shareBrowser } from '@/tests/support/share-browser'
import { openDashboard } from '@/tests/support/tab'

const app = givenApplication()
const openTab = shareBrowser()
const wanted = 'paper, ink and wax'

test.each(models)(
  '%s: the link of the mail fills in the code, and the new password ends the open session',
  async (model) => {
    const account = await newAccount(app)
    const open = await openTab()
    await openDashboard(open, model, account)

    const page = await openTab()
    await page.goto('/login')
    await page.getByRole('link', { name: 'Forgotten your password?' }).click()
    await page.getByRole('heading', { name: 'Forgotten password' }).waitFor()
    await page.getByLabel('E-mail').fill(account.email)
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByText('we are sending a link to it').waitFor()

    const { link, code } = linkIn(await awaitMail(account.email, app))
    const requested: string[] = []
    page.on('request', (request) => requested.push(request.url(), JSON.stringify(request.headers())))
    await page.goto(link)
    await page.waitForURL((url) => url.hash === '')
    expect(await page.getByLabel('Code from the mail').inputValue()).toBe(code)
    expect(requested.filter((text) => text.includes(code) && !text.endsWith(`#${code}`))).toEqual([])

    await page.getByLabel('New password', { exact: true }).fill(wanted)
    await page.getByRole('button', { name: 'Set the password' }).click()
    await page.getByText('Your new password is set').waitFor()
    expect(new URL(page.url()).pathname).toBe('/login')

    await open.reload()
    await open.getByText('Your session was ended').waitFor()
    await page.getByLabel('E-mail').fill(account.email)
    await page.getByLabel('Password', { exact: true }).fill(wanted)
    await page.getByRole('radio', { name: model }).check()
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.waitForURL('**/dashboard')
  },
)

test('without JavaScript the user copies the code, or the whole link, from the mail', async () => {
  const account = await newAccount(app)
  const page = await openTab({ javaScriptEnabled: false })
  await page.goto('/forgot-password')
  await page.getByLabel('E-mail').fill(account.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await page.getByText('we are sending a link to it').waitFor()
  const { link } = linkIn(await awaitMail(account.email, app))

  await page.goto(link)
  await page.getByLabel('Code from the mail').fill(` ${link} `)
  await page.getByLabel('New password', { exact: true }).fill('password')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await page.getByRole('alert').getByText('Too many people use this password').waitFor()

  await page.getByLabel('New password', { exact: true }).fill(wanted)
  await page.getByRole('button', { name: 'Set the password' }).click()
  await page.getByText('Your new password is set').waitFor()
})

test('a wrong code is explained, keeps what was typed, and offers a new link', async () => {
  const page = await openTab()
  await page.goto('/reset-password')
  await page.getByLabel('Code from the mail').fill('too short')
  await page.getByLabel('New password', { exact: true }).fill(wanted)
  await page.getByRole('button', { name: 'Set the password' }).click()
  await page.getByRole('alert').getByText('Copy the whole code from the mail: 43 characters.').waitFor()
  expect(await page.getByLabel('Code from the mail').inputValue()).toBe('too short')
  expect(await page.getByLabel('New password', { exact: true }).inputValue()).toBe('')

  await page.getByLabel('Code from the mail').fill('x'.repeat(43))
  await page.getByLabel('New password', { exact: true }).fill(wanted)
  await page.getByRole('button', { name: 'Set the password' }).click()
  await page.getByRole('alert').getByText('This link does not work').waitFor()
  await page.getByRole('link', { name: 'Request a new link' }).click()
  await page.getByRole('heading', { name: 'Forgotten password' }).waitFor()
})
