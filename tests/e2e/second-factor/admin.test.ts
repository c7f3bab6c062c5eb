// feature: required-factor (this file)
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { routes } from '@/lib/routes'
import { lookWithAxe } from '@/tests/support/axe'
import { givenApplication } from '@/tests/support/given-application'
import { anyModel } from '@/tests/support/models'
import { type Account, newAccount } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { reach } from '@/tests/support/reach'
import { codeOf, newProtectedAccount } from '@/tests/support/second-factor'
import { shareBrowser } from '@/tests/support/share-browser'
import { fillInLogin, openAs } from '@/tests/support/tab'

const app = givenApplication()
const openTab = shareBrowser()

afterEach(async () => {
  reach(app.url)
  await askPostgres(({ requiredFactor }) => requiredFactor.deleteMany())
})

async function enterPassword(page: Page, account: Account): Promise<void> {
  await page.goto(routes.login)
  await page.getByRole('radio', { name: anyModel }).check()
  await fillInLogin(page, account)
  await page.getByRole('button', { name: 'Log in' }).click()
}

/** The admin confirms with the password, because the login is some time ago. */
async function changeRule(page: Page, role: string, words: string): Promise<void> {
  const rule = page.getByRole('listitem').filter({ hasText: role })
  await rule.locator('summary').click()
  await rule.getByRole('button', { name: words }).click()
  await rule.getByLabel('Your password').fill(people.ada.password)
  await rule.getByRole('button', { name: words }).click()
  await rule.getByText('The rule is changed.').waitFor()
}

test('the audit trail shows the admin and the role of a changed rule, and no person', async () => {
  const page = await openTab()
  await openAs(page, anyModel, routes.admin, { ...people.ada, age: 700 })
  await changeRule(page, 'editor', 'Require a second factor')
  await page.goto(`${routes.audit}?kind=factor_required`)
  const event = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'editor' }) })
  const [, person, admin] = await event.first().getByRole('cell').locator('[data-value]').allInnerTexts()
  expect([person, admin]).toEqual(['', people.ada.email])
})

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  test('an admin resets the second factor of a user, who then logs in with the password alone', async () => {
    const account = await newProtectedAccount(app)
    const [admin, page] = [await openTab({ javaScriptEnabled }), await openTab({ javaScriptEnabled })]
    await enterPassword(page, account)
    await page.waitForURL(`**${routes.secondFactor}`)

    await openAs(admin, anyModel, `${routes.admin}?q=${account.email}`, { ...people.ada, age: 700 })
    const row = admin.getByRole('rowgroup').filter({ hasText: account.email })
    await row.getByRole('cell', { name: 'on', exact: true }).waitFor()
    await row.getByText('Reset second factor').click()
    await row.getByRole('button', { name: 'Reset the second factor' }).click()
    await row.getByLabel('Your password').fill(people.ada.password)
    await row.getByRole('button', { name: 'Reset the second factor' }).click()
    await row.getByText('The second factor is reset. Every session of this account has ended.').waitFor()
    await row.getByRole('cell', { name: 'none', exact: true }).waitFor()

    await enterPassword(page, account)
    await page.waitForURL(`**${routes.dashboard}`)
  })

  test('an admin requires it of editors: an editor sets it up after the next login, and cannot remove it', async () => {
    const account = await newAccount(app, 'editor')
    const [admin, page] = [await openTab({ javaScriptEnabled }), await openTab({ javaScriptEnabled })]
    await openAs(admin, anyModel, routes.admin, { ...people.ada, age: 700 })
    await changeRule(admin, 'editor', 'Require a second factor')
    await admin.getByRole('listitem').filter({ hasText: 'editor' }).getByText('required', { exact: true }).waitFor()

    await enterPassword(page, account)
    await page.waitForURL(`**${routes.security}`)
    await page.getByText('Your account needs a second factor.').waitFor()
    await page.goto(routes.account)
    await page.waitForURL(`**${routes.security}`)
    await page.getByRole('button', { name: 'Set up an app' }).click()
    await page.getByText('Add this account to your app.').waitFor()
    const text = await page.locator('#app').innerText()
    const [shown = ''] = /\b[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}\b/.exec(text) ?? []
    const secret = shown.replaceAll(' ', '')
    await page.getByLabel('Code of your app').fill(await codeOf(secret))
    await page.getByRole('button', { name: 'Turn it on' }).click()
    await page.getByText('We ask for a code at each login from now on.').waitFor()
    expect(await page.getByText('Your account needs a second factor.').count()).toBe(0)
    await page.goto(routes.account)
    await page.waitForURL(`**${routes.account}`)

    await page.goto(routes.security)
    await page.getByText('Turn the app off').click()
    await page.getByLabel('Your password', { exact: true }).fill(account.password)
    await page.locator('#off-code').fill(await codeOf(secret, 1))
    await page.getByRole('button', { name: 'Turn it off' }).click()
    await page.getByText('your role needs a second factor, and the app is the last one').waitFor()
  })
})

test.each([360, 1280])('axe finds nothing at a width of %i, light and dark, and nothing overflows', async (width) => {
  const page = await openTab({ viewport: { width, height: 800 } })
  const expectTidy = async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await lookWithAxe(page)
      expect(violations.map(({ id }) => id)).toEqual([])
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  }
  const account = await newProtectedAccount(app)
  await openAs(page, anyModel, `${routes.admin}?q=${account.email}`, people.ada)
  for (const opener of await page.locator('summary').all()) await opener.click()
  await expectTidy()
  await openAs(page, anyModel, routes.security, { lacksFactor: true })
  await page.getByText('Your account needs a second factor.').waitFor()
  await expectTidy()
})
