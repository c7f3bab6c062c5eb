import { expect, test } from 'vitest'
import { givenApplication } from '@/tests/support/given-application'
import { awaitMail, linkIn } from '@/tests/support/mailbox'
import { anyModel, models } from '@/tests/support/models'
import { newAccount } from '@/tests/support/open-session'
import { shareBrowser } from '@/tests/support/share-browser'
import { logInByForm } from '@/tests/support/tab'

const app = givenApplication()
const openTab = shareBrowser()
const wanted = 'a better secret than that'

/** The first login of the account is that of its owner, the second one that of an attacker. */
async function intrusion(model: (typeof models)[number], javaScriptEnabled = true) {
  const account = await newAccount(app)
  const [first, attacker, owner] = [await openTab(), await openTab(), await openTab({ javaScriptEnabled })]
  await logInByForm(first, model, account)
  await logInByForm(attacker, model, account)
  const mail = await awaitMail(account.email, app)
  return { account, attacker, owner, mail, ...linkIn(mail) }
}

test.each(models)(
  '%s: [ASVS 6.3.5] the owner follows the link of the mail, the other browser is logged out, and only the new password works',
  async (model) => {
    const { account, attacker, owner, mail, link, code } = await intrusion(model)
    expect(mail.text).toContain('Chrome on Linux')
    const requested: string[] = []
    owner.on('request', (request) => requested.push(request.url(), JSON.stringify(request.headers())))
    await owner.goto(link)
    await owner.waitForURL((url) => url.hash === '')
    expect(await owner.getByLabel('Code from the mail').inputValue()).toBe(code)
    expect(requested.filter((text) => text.includes(code) && !text.endsWith(`#${code}`))).toEqual([])
    await attacker.reload()
    expect(new URL(attacker.url()).pathname).toBe('/dashboard')

    await owner.getByRole('button', { name: 'End every session' }).click()
    await owner.getByText('Every session of your account has ended').waitFor()
    await attacker.reload()
    await attacker.getByText('Your session was ended').waitFor()
    await attacker.getByLabel('E-mail').fill(account.email)
    await attacker.getByLabel('Password', { exact: true }).fill(account.password)
    await attacker.getByRole('button', { name: 'Log in' }).click()
    await attacker.getByText('do not match an account').waitFor()

    await owner.getByLabel('New password', { exact: true }).fill(wanted)
    await owner.getByRole('button', { name: 'Set the password' }).click()
    await owner.getByText('Your new password is set').waitFor()
    await logInByForm(owner, model, { ...account, password: wanted })
  },
)

test('without JavaScript the user copies the code, and a refused password keeps the second form', async () => {
  const { account, owner, link } = await intrusion(anyModel, false)
  await owner.goto(link)
  await owner.getByLabel('Code from the mail').fill(link)
  await owner.getByRole('button', { name: 'End every session' }).click()
  await owner.getByText('Every session of your account has ended').waitFor()

  await owner.getByLabel('New password', { exact: true }).fill('password')
  await owner.getByRole('button', { name: 'Set the password' }).click()
  await owner.getByRole('alert').getByText('Too many people use this password').waitFor()
  await owner.getByLabel('New password', { exact: true }).fill(wanted)
  await owner.getByRole('button', { name: 'Set the password' }).click()
  await owner.getByText('Your new password is set').waitFor()
  await logInByForm(owner, anyModel, { ...account, password: wanted })
})

test('a wrong code is explained, keeps what was typed, and leads to a new password', async () => {
  const page = await openTab()
  await page.goto('/reset-password/not-me')
  await page.getByLabel('Code from the mail').fill('too short')
  await page.getByRole('button', { name: 'End every session' }).click()
  await page.getByRole('alert').getByText('Copy the whole code from the mail: 43 characters.').waitFor()
  expect(await page.getByLabel('Code from the mail').inputValue()).toBe('too short')

  await page.getByLabel('Code from the mail').fill('x'.repeat(43))
  await page.getByRole('button', { name: 'End every session' }).click()
  await page.getByRole('alert').getByText('This link does not work').waitFor()
  await page.getByRole('link', { name: 'Set a new password' }).click()
  await page.getByRole('heading', { name: 'Forgotten password' }).waitFor()
})
