import type { Page } from 'playwright-core'
import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'
import { days } from '@/lib/time'
import { changedPassword } from '@/tests/support/changed-password'
import { givenApplication } from '@/tests/support/given-application'
import { anyModel } from '@/tests/support/models'
import { noticedLogin } from '@/tests/support/noticed-login' // feature: mail
import { newAccount, openSession, openSessionIn } from '@/tests/support/open-session'
import { passkeyFor } from '@/tests/support/passkey-account' // feature: second-factor
import { people } from '@/tests/support/people'
import { cookiesOf, openAs, saveNote, submitLogin, untilInteractive } from '@/tests/support/tab'
import { Visitor } from '@/tests/support/visitor'

const answered = `${routes.choose}?revoke=second&origins=yes&data=much&hosting=no-redis&devices=yes` // feature: choose

/** Every kind of page, with the steps that open it in a tab. */
export const everyPage: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  home: (page) => page.goto(routes.home),
  // feature: choose
  choose: (page) => page.goto(routes.choose),
  'choose, answered': (page) => page.goto(answered),
  'choose, half answered': (page) => page.goto(`${routes.choose}?revoke=second`),
  // end
  claims: (page) => page.goto(routes.claims), // feature: claims
  // feature: chinese
  'home, in Chinese': (page) => openInChinese(page, routes.home),
  'choose, answered, in Chinese': (page) => openInChinese(page, answered), // feature: choose
  'claims, in Chinese': (page) => openInChinese(page, routes.claims), // feature: claims
  // end
  login: (page) => page.goto(routes.login),
  'login, fields refused': async (page) => {
    await page.goto(routes.login)
    await submitLogin(page, { email: 'no address', password: '' })
    await page.getByRole('alert').getByText('Enter your password.').waitFor()
  },
  'login, credentials refused': async (page) => {
    await page.goto(routes.login)
    await submitLogin(page, { email: 'unknown@example.com', password: 'wrong' })
    await page.getByText('do not match an account').waitFor()
  },
  'login, after a logout': (page) => page.goto(`${routes.login}?logout=done`),
  'login, after a logout that could not be published': (page) =>
    page.goto(`${routes.login}?logout=unfinished&session=any&retry=60`),
  'login, after a session that has expired': (page) => openAs(page, anyModel, routes.dashboard, { age: days(8) }),
  'login, after a session that was revoked': async (page) => {
    await openDashboardThatEnded(page)
    await page.goto(routes.dashboard)
    await page.getByText('Your session has ended: you have logged out.').waitFor()
  },
  signup: (page) => page.goto(routes.signup),
  'signup, fields refused': async (page) => {
    await page.goto(routes.signup)
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByRole('alert').getByText('Use 8 characters or more.').waitFor()
  },
  'signup, done': async (page) => {
    await page.goto(routes.signup)
    await page.getByLabel('Name').fill('Mary Somerville')
    await page.getByLabel('E-mail').fill(people.grace.email)
    await page.getByLabel('Password', { exact: true }).fill('a fine day for letters')
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByRole('heading', { name: 'Log in' }).waitFor()
  },
  // feature: second-factor
  'second factor': (page) => page.goto(routes.secondFactor),
  'second factor, code refused': async (page) => {
    await page.goto(routes.secondFactor)
    await page.getByLabel('Code of your app').fill('123')
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('alert').getByText('Enter the six digits').waitFor()
  },
  security: (page) => openAs(page, anyModel, routes.security),
  // feature: required-factor
  'security, required': (page) => openAs(page, anyModel, routes.security, { lacksFactor: true }),
  // end
  'security, setting up': async (page) => {
    await openAs(page, anyModel, routes.security)
    await page.getByRole('button', { name: 'Set up an app' }).click()
    await page.getByText('Store these recovery codes.').waitFor()
  },
  'security, with a passkey': async (page) => {
    const account = await newAccount(givenApplication())
    await passkeyFor(givenApplication(), account.userId)
    await openAs(page, anyModel, routes.security, account)
    for (const opener of await page.locator('summary').all()) await opener.click()
  },
  // end
  // feature: mail
  'forgotten password': (page) => page.goto(routes.forgotPassword),
  'forgotten password, field refused': async (page) => {
    await page.goto(routes.forgotPassword)
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByRole('alert').getByText('Enter an e-mail address').first().waitFor()
  },
  'forgotten password, asked': async (page) => {
    await page.goto(routes.forgotPassword)
    await page.getByLabel('E-mail').fill('unknown@example.com')
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByText('we are sending a link to it').waitFor()
  },
  'new password': (page) => page.goto(routes.resetPassword),
  'new password, by a link': async (page) => {
    await page.goto(`${routes.resetPassword}#${'x'.repeat(43)}`)
    await page.waitForURL((url) => url.hash === '')
  },
  'new password, code refused': async (page) => {
    await page.goto(routes.resetPassword)
    await page.getByLabel('Code from the mail').fill('x'.repeat(43))
    await page.getByLabel('New password', { exact: true }).fill('a fine day for letters')
    await page.getByRole('button', { name: 'Set the password' }).click()
    await page.getByRole('alert').getByText('This link does not work').waitFor()
  },
  'login, after a new password': (page) => page.goto(`${routes.login}?reset=done`),
  'login, after an address was restored': (page) => page.goto(`${routes.login}?reset=restored`),
  'confirm address': (page) => page.goto(routes.verifyEmail),
  'confirm address, code refused': async (page) => {
    await page.goto(routes.verifyEmail)
    await page.getByLabel('Code from the mail').fill('x'.repeat(43))
    await page.getByRole('button', { name: 'Confirm the address' }).click()
    await page.getByRole('alert').getByText('This link does not work').waitFor()
  },
  'restore address': (page) => page.goto(routes.restoreEmail),
  'restore address, code refused': async (page) => {
    await page.goto(routes.restoreEmail)
    await page.getByLabel('Code from the mail').fill('x'.repeat(43))
    await page.getByLabel('New password', { exact: true }).fill('a fine day for letters')
    await page.getByRole('button', { name: 'Restore the address' }).click()
    await page.getByRole('alert').getByText('This link does not work').waitFor()
  },
  'login not mine': (page) => page.goto(routes.notMe),
  'login not mine, code refused': async (page) => {
    await page.goto(routes.notMe)
    await page.getByLabel('Code from the mail').fill('x'.repeat(43))
    await page.getByRole('button', { name: 'End every session' }).click()
    await page.getByRole('alert').getByText('This link does not work').waitFor()
  },
  'login not mine, sessions ended': async (page) => {
    const { link } = await noticedLogin(givenApplication(), anyModel)
    await page.goto(link)
    await page.waitForURL((url) => url.hash === '')
    await page.getByRole('button', { name: 'End every session' }).click()
    await page.getByText('Every session of your account has ended').waitFor()
  },
  'account, address not verified': async (page) =>
    openAs(page, anyModel, routes.account, await newAccount(givenApplication())),
  // end
  'dashboard, of a session that has ended': async (page) => {
    await openDashboardThatEnded(page)
    await saveNote(page, 'too late')
    await page.getByRole('status').getByRole('link', { name: 'Log in again' }).waitFor()
  },
  'account, of a tab from before another login': async (page) => {
    await openAs(page, anyModel, routes.account, await newAccount(givenApplication()))
    await untilInteractive(page, 'main form')
    await openSessionIn(page.context(), anyModel, await newAccount(givenApplication()))
    await page.getByRole('button', { name: 'Save the name' }).click()
    await page.getByText('Please load the page again.').waitFor()
  },
  'dashboard, sealed': (page) => openAs(page, 'sealed', routes.dashboard),
  'dashboard, stored': (page) => openAs(page, 'stored', routes.dashboard),
  'dashboard, signed': (page) => openAs(page, 'signed', routes.dashboard),
  'dashboard, after a change of the password': async (page) =>
    openAs(page, anyModel, routes.dashboard, (await changedPassword()).account),
  'sessions, sealed': (page) => openSessions(page, 'sealed'),
  'sessions, stored': (page) => openSessions(page, 'stored'),
  'tokens, without another service': (page) => openAs(page, anyModel, routes.tokens),
  account: (page) => openAs(page, anyModel, routes.account),
  'account, fields refused': async (page) => {
    await openAs(page, anyModel, routes.account)
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByRole('alert').getByText('Use 8 characters or more.').waitFor()
    await page.getByRole('button', { name: 'Delete the account' }).click()
    await page.getByRole('alert').getByText('Enter the e-mail address of this account.').waitFor()
  },
  'home, after a deletion': (page) => page.goto(`${routes.home}?account=deleted`),
  admin: (page) => openAdmin(page, routes.admin),
  'admin, about to act': async (page) => {
    await openAdmin(page, `${routes.admin}?q=${people.grace.email}`)
    for (const opener of await page.locator('summary').all()) await opener.click()
    await page.getByRole('button', { name: 'Disable the account' }).waitFor()
  },
  'admin, no user found': (page) => openAdmin(page, `${routes.admin}?q=no-user-has-this-name`),
  audit: (page) => openAdmin(page, routes.audit),
  'audit, nothing found': (page) => openAdmin(page, `${routes.audit}?from=2031-01-01`),
  'audit, filters refused': (page) => openAdmin(page, `${routes.audit}?kind=x&person=y&from=z`),
  'forbidden, as a member': async (page) => {
    await openAs(page, anyModel, routes.admin)
    await page.getByText('ADMINS ONLY').waitFor()
  },
  'no such address': (page) => page.goto('/no-such-page'),
  forbidden: (page) => askUnderAnotherName(page),
}

/** Opens every form; the page lists several sessions, one of them the current one. */
async function openSessions(page: Page, model: Model): Promise<void> {
  const account = await newAccount(givenApplication())
  for (const other of ['stored', 'signed'] as const) await openSession(givenApplication(), other, account)
  await openAs(page, model, routes.sessions, account)
  for (const summary of await page.locator('summary').all()) await summary.click()
}

const openAdmin = (page: Page, path: string) => openAs(page, anyModel, path, people.ada)

/** A request for an action with an unknown id. */
async function askUnderAnotherName(page: Page): Promise<void> {
  await page.goto(routes.login)
  const address = new URL(page.url())
  address.hostname = '127.0.0.1'
  await page.goto(address.href)
  await submitLogin(page)
  await page.getByText('RETURN TO SENDER').waitFor()
}

/** Ends the session by a logout in another browser with the same cookie, so that this tab has not noticed yet. */
async function openDashboardThatEnded(page: Page): Promise<void> {
  await openAs(page, anyModel, routes.dashboard)
  await untilInteractive(page, 'main form')
  const copy = new Visitor(givenApplication())
  for (const [name, value] of await cookiesOf(page)) copy.jar.set(name, value)
  await copy.submit(routes.dashboard, 'Log out')
}

// feature: chinese
/** With a remembered choice, so that the page arrives in Chinese. */
async function openInChinese(page: Page, path: string): Promise<void> {
  await page.goto(routes.home)
  await page.getByRole('contentinfo').getByRole('button', { name: '简体中文' }).click()
  await page.getByRole('heading', { name: '所有模型共用一个检查' }).waitFor()
  await page.goto(path)
}
// end
