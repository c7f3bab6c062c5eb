import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'
import { lookWithAxe } from '@/tests/support/axe'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { type Account, newAccount } from '@/tests/support/open-session'
import { codeOf, newProtectedAccount, wrongCodeOf } from '@/tests/support/second-factor'
import { shareBrowser } from '@/tests/support/share-browser'
import { cookiesOf, fillInLogin, logOut, openAs, whoIs } from '@/tests/support/tab'

const app = givenApplication()
const openTab = shareBrowser()

async function enterPassword(page: Page, model: Model, account: Account): Promise<void> {
  await page.goto(routes.login)
  await page.getByRole('radio', { name: model }).check()
  await fillInLogin(page, account)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.waitForURL(`**${routes.secondFactor}`)
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code of your app').fill(code)
  await page.getByRole('button', { name: 'Log in' }).click()
}

/** Reads what the page shows of a new app, as a person does who enters the key by hand. */
async function readSetUp(page: Page): Promise<{ secret: string; codes: readonly string[] }> {
  await page.getByText('Add this account to your app.').waitFor()
  const text = await page.locator('#app').innerText()
  const [secret = ''] = /\b[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}\b/.exec(text) ?? []
  return { secret: secret.replaceAll(' ', ''), codes: text.match(/[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5}/g) ?? [] }
}

async function turnOn(page: Page): Promise<{ secret: string; codes: readonly string[] }> {
  await page.getByRole('button', { name: 'Set up an app' }).click()
  const setUp = await readSetUp(page)
  await page.getByLabel('Code of your app').fill(await codeOf(setUp.secret))
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await page.getByText('We ask for a code at each login from now on.').waitFor()
  return setUp
}

async function turnOff(page: Page, { password }: Account, code: string): Promise<void> {
  await page.goto(routes.security)
  await page.getByText('Turn the app off').click()
  await page.getByLabel('Your password', { exact: true }).fill(password)
  await page.locator('#off-code').fill(code)
  await page.getByRole('button', { name: 'Turn it off' }).click()
  await page.getByText('We no longer ask for a code.').waitFor()
}

async function goThrough(page: Page, model: Model): Promise<void> {
  const account = await newAccount(app)
  await openAs(page, model, routes.account, account)
  await page.getByRole('link', { name: 'Security' }).click()
  const { secret, codes } = await turnOn(page)
  expect(codes).toHaveLength(10)
  expect(await whoIsHere(page)).toMatchObject({ session: { model } })

  await page.goto(routes.dashboard)
  await logOut(page)
  await enterPassword(page, model, account)
  // The page of the login has asked for a passkey as well.
  const names = [...(await cookiesOf(page)).keys()]
  expect(names).toEqual(['__Host-challenge'])
  await enterCode(page, await codeOf(secret, 1))
  await page.waitForURL(`**${routes.dashboard}`)
  await page.getByText('Logged in with your password and a one-time code').waitFor()

  await logOut(page)
  await enterPassword(page, model, account)
  await page.getByText('I cannot use my app').click()
  await page.getByLabel('Recovery code').fill((codes[0] ?? '').toLowerCase())
  await page.getByRole('button', { name: 'Use the recovery code' }).click()
  await page.waitForURL(`**${routes.dashboard}`)

  await turnOff(page, account, codes[1] ?? '')
  await page.goto(routes.dashboard)
  await logOut(page)
  await page.goto(routes.login)
  await page.getByRole('radio', { name: model }).check()
  await fillInLogin(page, account)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.waitForURL(`**${routes.dashboard}`)
}

/** Without JavaScript a page cannot ask by itself. */
async function whoIsHere(page: Page): Promise<unknown> {
  const answer = await page.request.get(routes.me)
  return answer.json()
}

test.each(models)('%s: turn the app on, log in with a code, with a recovery code, and turn it off', async (model) => {
  const page = await openTab()
  await goThrough(page, model)
  expect(await whoIs(page)).toMatchObject({ session: { model } })
})

test.each(models)('%s: all of it works without JavaScript', async (model) => {
  const page = await openTab({ javaScriptEnabled: false })
  await goThrough(page, model)
})

test('a wrong code is explained, the focus is on the explanation, and the next code logs in', async () => {
  const account = await newProtectedAccount(app)
  const page = await openTab()
  await enterPassword(page, 'stored', account)

  await enterCode(page, '12 34')
  await page.getByRole('alert').getByText('Enter the six digits that your app shows.').waitFor()
  await enterCode(page, await wrongCodeOf(account.secret))
  const alert = page.getByRole('main').getByRole('alert')
  await alert.getByText('That code is wrong, or it was used before.').waitFor()
  expect(await alert.evaluate((element) => element === document.activeElement)).toBe(true)
  await enterCode(page, await codeOf(account.secret))
  await page.waitForURL(`**${routes.dashboard}`)
})

const isFocused = (locator: Locator) => locator.evaluate((element) => element === document.activeElement)

test('the focus is on the first step of a set-up, then on the field of a refused code, then on what was changed', async () => {
  const account = await newAccount(app)
  const page = await openTab()
  await openAs(page, 'stored', routes.security, account)
  await page.getByRole('button', { name: 'Set up an app' }).click()
  const { secret, codes } = await readSetUp(page)
  await expect.poll(() => isFocused(page.getByText('Add this account to your app.'))).toBe(true)

  await page.getByLabel('Code of your app').fill('12 34')
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await page.getByText('Enter the six digits that your app shows.').waitFor()
  await expect.poll(() => isFocused(page.getByLabel('Code of your app'))).toBe(true)
  await page.getByLabel('Code of your app').fill(await codeOf(secret))
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await expect.poll(() => isFocused(page.getByText('We ask for a code at each login from now on.'))).toBe(true)

  await turnOff(page, account, codes[0] ?? '')
  await expect.poll(() => isFocused(page.getByText('We no longer ask for a code.'))).toBe(true)
})

test('without a challenge the page says that the login has expired, and leads back to it', async () => {
  const page = await openTab()
  await page.goto(routes.secondFactor)
  await enterCode(page, '123456')
  await page.getByRole('alert').getByText('This login has expired.').waitFor()
  await page.getByRole('link', { name: 'Log in again' }).click()
  await page.waitForURL(`**${routes.login}`)
})

test('the browser and the keyboard of a phone know what the fields are for', async () => {
  const page = await openTab()
  await page.goto(routes.secondFactor)
  const field = page.getByLabel('Code of your app')
  expect(await field.getAttribute('autocomplete')).toBe('one-time-code')
  expect(await field.getAttribute('inputmode')).toBe('numeric')

  await page.goto(routes.login)
  // Both words, in this order: the browser offers passkeys below the field, and password managers fill it in.
  expect(await page.getByLabel('E-mail').getAttribute('autocomplete')).toBe('username webauthn')
})

test('new recovery codes are shown once, and the page counts those that are left', async () => {
  const account = await newProtectedAccount(app)
  const page = await openTab()
  await openAs(page, 'stored', routes.security, account)
  await page.getByText('You have 10 recovery codes left.').waitFor()
  await page.getByRole('button', { name: 'Make new codes' }).click()
  await page.getByText('Store these codes now.').waitFor()
  const [code = ''] = (await page.locator('#recovery-codes').innerText()).match(/[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5}/) ?? []
  expect(code).not.toBe('')

  await page.reload()
  await page.getByText('You have 10 recovery codes left.').waitFor()
  expect(await page.content()).not.toContain(code)
})

test('a step-up asks for the password and a code, and says when one of them is wrong', async () => {
  const account = await newProtectedAccount(app)
  const page = await openTab()
  await openAs(page, 'stored', routes.account, { ...account, age: 700 })
  await page.getByLabel('Your e-mail, to confirm').fill(account.email)
  await page.getByRole('button', { name: 'Delete the account' }).click()
  await page.locator('#proof').fill(account.password)
  await page.locator('#proof-code').fill(await wrongCodeOf(account.secret))
  await page.getByRole('button', { name: 'Delete the account' }).click()
  await page.getByText('The password or the code is wrong. Nothing was changed.').waitFor()
  await page.locator('#proof').fill(account.password)
  await page.locator('#proof-code').fill(await codeOf(account.secret))
  await page.getByRole('button', { name: 'Delete the account' }).click()
  await page.waitForURL('**/?account=deleted')
})

test.each([360, 1280])('axe finds nothing at a width of %i, light and dark, and nothing overflows', async (width) => {
  const page = await openTab({ viewport: { width, height: 800 } })
  const expectTidy = async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await lookWithAxe(page)
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      ).toEqual([])
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  }

  await page.goto(routes.secondFactor)
  await page.getByText('I cannot use my app').click()
  await expectTidy()
  await openAs(page, 'stored', routes.security, await newAccount(app))
  await expectTidy()
  await turnOn(page)
  await page.getByText('Turn the app off').click()
  await expectTidy()
})
