import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'
import { givenApplication } from '@/tests/support/given-application'
import { people } from '@/tests/support/people'
import { openDashboard, submitLogin } from '@/tests/support/tab'
import { Visitor } from '@/tests/support/visitor'

/** Every kind of page, and how a tab gets there. */
export const everyPage: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  home: (page) => page.goto(routes.home),
  choose: (page) => page.goto(routes.choose),
  'choose, answered': (page) =>
    page.goto(`${routes.choose}?revoke=second&origins=yes&data=much&hosting=no-redis&devices=yes`),
  'choose, half answered': (page) => page.goto(`${routes.choose}?revoke=second`),
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
  signup: (page) => page.goto(routes.signup),
  'signup, fields refused': async (page) => {
    await page.goto(routes.signup)
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByRole('alert').getByText('Use 8 characters or more.').waitFor()
  },
  'dashboard, sealed': (page) => openDashboard(page, 'sealed'),
  'dashboard, stored': (page) => openDashboard(page, 'stored'),
  'dashboard, signed': (page) => openDashboard(page, 'signed'),
  'dashboard, after a change of the password': async (page) => openDashboard(page, 'stored', await somebodyWithNews()),
  'sessions, sealed': (page) => openSessions(page, 'sealed'),
  'sessions, stored': (page) => openSessions(page, 'stored'),
  'tokens, without another service': async (page) => {
    await openDashboard(page, 'stored')
    await page.goto(routes.tokens)
  },
  account: async (page) => {
    await openDashboard(page, 'sealed')
    await page.goto(routes.account)
  },
  'account, fields refused': async (page) => {
    await openDashboard(page, 'signed')
    await page.goto(routes.account)
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByRole('alert').getByText('Use 8 characters or more.').waitFor()
    await page.getByRole('button', { name: 'Delete the account' }).click()
    await page.getByRole('alert').getByText('Enter the e-mail address of this account.').waitFor()
  },
  'home, after a deletion': (page) => page.goto(`${routes.home}?account=deleted`),
  admin: (page) => openAdmin(page, routes.admin),
  'admin, about to act': async (page) => {
    await openAdmin(page, `${routes.admin}?q=grace`)
    for (const opener of await page.locator('summary').all()) await opener.click()
    await page.getByRole('button', { name: 'Disable the account' }).waitFor()
  },
  'admin, nobody found': (page) => openAdmin(page, `${routes.admin}?q=nobody-has-this-name`),
  audit: (page) => openAdmin(page, routes.audit),
  'audit, nothing found': (page) => openAdmin(page, `${routes.audit}?from=2031-01-01`),
  'audit, filters refused': (page) => openAdmin(page, `${routes.audit}?kind=x&person=y&from=z`),
  'forbidden, as a member': async (page) => {
    await openDashboard(page, 'sealed')
    await page.goto(routes.admin)
    await page.getByText('ADMINS ONLY').waitFor()
  },
  'no such address': (page) => page.goto('/no-such-page'),
  forbidden: (page) => askUnderAnotherName(page),
}

/** Who changed the password where they are logged in, and logs in elsewhere. */
async function somebodyWithNews() {
  const [email, password, wanted] = [`${randomUUID()}@example.com`, 'a fine day for letters', 'a new day for letters']
  const elsewhere = new Visitor(givenApplication())
  await elsewhere.submit(routes.signup, 'name', { email, password, name: 'Mary Somerville' })
  await elsewhere.submit(routes.login, 'password', { email, password, model: 'signed' })
  await elsewhere.submit(routes.account, 'wanted', { current: password, wanted })
  return { email, password: wanted }
}

/** With every form opened, one of several sessions being this one. */
async function openSessions(page: Page, model: Model): Promise<void> {
  await openDashboard(page, model)
  await page.goto(routes.sessions)
  for (const summary of await page.locator('summary').all()) await summary.click()
}

async function openAdmin(page: Page, path: string): Promise<void> {
  await openDashboard(page, 'stored', people.ada)
  await page.goto(path)
}

/** An action asked for under a name that is not ours. */
async function askUnderAnotherName(page: Page): Promise<void> {
  await page.goto(routes.login)
  const address = new URL(page.url())
  address.hostname = '127.0.0.1'
  await page.goto(address.href)
  await submitLogin(page)
  await page.getByText('RETURN TO SENDER').waitFor()
}
