import type { Page } from 'playwright-core'
import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'
import { days } from '@/lib/time'
import { changedPassword } from '@/tests/support/changed-password'
import { givenApplication } from '@/tests/support/given-application'
import { anyModel } from '@/tests/support/models'
import { newAccount, openSession, openSessionIn } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { cookiesOf, openAs, saveNote, submitLogin, untilInteractive } from '@/tests/support/tab'
import { Visitor } from '@/tests/support/visitor'

/** Every kind of page, and how a tab gets there. */
export const everyPage: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  home: (page) => page.goto(routes.home),
  // feature: choose
  choose: (page) => page.goto(routes.choose),
  'choose, answered': (page) =>
    page.goto(`${routes.choose}?revoke=second&origins=yes&data=much&hosting=no-redis&devices=yes`),
  'choose, half answered': (page) => page.goto(`${routes.choose}?revoke=second`),
  // end
  login: (page) => page.goto(routes.login),
  'login, fields refused': async (page) => {
    await page.goto(routes.login)
    await submitLogin(page, { email: 'no address', password: '' })
    await page.getByRole('alert').getByText('Enter your password.').waitFor()
  },
  'login, credentials refused': async (page) => {
    await page.goto(routes.login)
    await submitLogin(page, { email: 'nobody@example.com', password: 'wrong' })
    await page.getByText('do not match an account').waitFor()
  },
  'login, after a logout': (page) => page.goto(`${routes.login}?logout=done`),
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
    await page.getByText('Load the page again to go on.').waitFor()
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
  'admin, nobody found': (page) => openAdmin(page, `${routes.admin}?q=nobody-has-this-name`),
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

/** With every form opened, one of several sessions being this one. */
async function openSessions(page: Page, model: Model): Promise<void> {
  const account = await newAccount(givenApplication())
  for (const other of ['stored', 'signed'] as const) await openSession(givenApplication(), other, account)
  await openAs(page, model, routes.sessions, account)
  for (const summary of await page.locator('summary').all()) await summary.click()
}

const openAdmin = (page: Page, path: string) => openAs(page, anyModel, path, people.ada)

/** An action asked for under a name that is not ours. */
async function askUnderAnotherName(page: Page): Promise<void> {
  await page.goto(routes.login)
  const address = new URL(page.url())
  address.hostname = '127.0.0.1'
  await page.goto(address.href)
  await submitLogin(page)
  await page.getByText('RETURN TO SENDER').waitFor()
}

/** Ended by a logout in another browser that has the same cookie, so that this tab does not know yet. */
async function openDashboardThatEnded(page: Page): Promise<void> {
  await openAs(page, anyModel, routes.dashboard)
  await untilInteractive(page, 'main form')
  const copy = new Visitor(givenApplication())
  for (const [name, value] of await cookiesOf(page)) copy.jar.set(name, value)
  await copy.submit(routes.dashboard, 'Log out')
}
