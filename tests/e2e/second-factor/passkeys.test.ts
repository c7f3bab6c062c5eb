// feature: second-factor (this file)
import { describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { addFirstPasskey, plugIn } from '@/tests/e2e/second-factor/virtual-authenticator'
import { lookWithAxe } from '@/tests/support/axe'
import { givenApplication } from '@/tests/support/given-application'
import { anyModel, models } from '@/tests/support/models'
import { newAccount, openSession, unproven } from '@/tests/support/open-session'
import { shareBrowser } from '@/tests/support/share-browser'
import { logOut, openAs, submitLogin, whoIs } from '@/tests/support/tab'

const app = givenApplication()
const openTab = shareBrowser()

describe.each(models)('%s', (model) => {
  test('a new passkey ends the other sessions, and then logs in without an address and a password', async () => {
    const account = await newAccount(app)
    const other = await openSession(app, 'stored', account)
    const page = await openTab()
    const authenticator = await plugIn(page)

    await addFirstPasskey(page, model, account)
    expect(await authenticator.credentials()).toHaveLength(1)
    expect(await other.me()).toMatchObject({ status: 401, code: 'revoked' })
    await page.getByRole('heading', { name: 'Laptop' }).waitFor()

    await logOut(page)
    await page.goto(routes.login)
    await page.getByRole('radio', { name: model }).check()
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.waitForURL(`**${routes.dashboard}`)
    await page.getByText('Logged in with a passkey.').waitFor()
    expect(await whoIs(page)).toMatchObject({ user: { email: account.email }, session: { model } })
  })

  test('after the password the passkey is the second step', async () => {
    const account = await newAccount(app)
    const page = await openTab()
    const authenticator = await plugIn(page)
    await addFirstPasskey(page, model, account)
    await logOut(page)

    await page.goto(`${routes.login}?next=${routes.account}`)
    await page.getByRole('radio', { name: model }).check()
    await submitLogin(page, account)
    await page.getByRole('heading', { name: 'Second factor' }).waitFor()
    expect((await whoIs(page)).code).toBe('unauthenticated')
    await authenticator.verifies(false)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByText('No passkey was used.').waitFor()
    await authenticator.verifies(true)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.waitForURL(`**${routes.account}`)
    expect((await whoIs(page)).session?.model).toBe(model)
  })

  test('long after the login, the passkey stands for the password and the code; then the passkey is gone', async () => {
    const account = await newAccount(app)
    const page = await openTab()
    await plugIn(page)
    await addFirstPasskey(page, model, account)
    await openAs(page, model, routes.security, { ...account, ...unproven })

    const card = page.getByRole('listitem').filter({ hasText: 'Laptop' })
    await card.getByText('Remove', { exact: false }).first().click()
    await card.getByRole('button', { name: 'Remove this passkey' }).click()
    await card.getByText('please enter your password to confirm').waitFor()
    await card.getByRole('button', { name: 'Use a passkey instead' }).click()
    await page.getByText('The passkey was removed.').waitFor()
    expect(await card.count()).toBe(0)

    await logOut(page)
    await page.goto(routes.login)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByText('That passkey was not accepted.').waitFor()
    expect((await whoIs(page)).code).toBe('unauthenticated')
  })
})

test.each(models)('%s: a passkey that the browser lists below the e-mail field logs in', async (model) => {
  const account = await newAccount(app)
  const page = await openTab()
  const authenticator = await plugIn(page, { autofill: true })
  await addFirstPasskey(page, anyModel, account)
  await authenticator.answers(false)
  await logOut(page)

  await authenticator.answers(true)
  await page.goto(`${routes.login}?model=${model}&next=${routes.sessions}`)
  await page.waitForURL(({ pathname }) => pathname === routes.sessions)
  expect(await whoIs(page)).toMatchObject({ user: { email: account.email }, session: { model } })
})

test('a passkey gets another name', async () => {
  const page = await openTab()
  await plugIn(page)
  await addFirstPasskey(page, anyModel, await newAccount(app))

  await page.locator('summary', { hasText: 'Rename' }).click()
  await page.getByLabel('New name').fill('   ')
  await page.getByRole('button', { name: 'Save the name' }).click()
  await page.getByText('Enter a name that tells you').waitFor()
  await page.getByLabel('New name').fill('Work <b>laptop</b>')
  await page.getByRole('button', { name: 'Save the name' }).click()
  await page.getByRole('heading', { name: 'Work <b>laptop</b>' }).waitFor()
})

test('a second passkey is added at once, on another device only', async () => {
  const page = await openTab()
  const authenticator = await plugIn(page)
  const account = await newAccount(app)
  await addFirstPasskey(page, anyModel, account)

  await page.getByLabel('Name of the new passkey').fill('Phone')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('This device has a passkey of your account already.').waitFor()
  await authenticator.clear()
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('heading', { name: 'Phone' }).waitFor()
  await page.getByText('You have 10 recovery codes left.').waitFor()
})

test.each(['light', 'dark'] as const)(
  'the recovery codes before the first passkey fit a narrow screen, and axe finds nothing, %s',
  async (colorScheme) => {
    const page = await openTab({ viewport: { width: 360, height: 800 }, colorScheme })
    await openAs(page, anyModel, routes.security, await newAccount(app))
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('Store these recovery codes first.').waitFor()

    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    expect((await lookWithAxe(page)).violations.map(({ id }) => id)).toEqual([])
  },
)

test('a user who cancels has added nothing, and stays logged in everywhere', async () => {
  const account = await newAccount(app)
  const other = await openSession(app, 'stored', account)
  const page = await openTab()
  const authenticator = await plugIn(page)
  await openAs(page, anyModel, routes.security, account)
  await authenticator.verifies(false)

  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('button', { name: 'I have stored them: add the passkey' }).click()
  await page.getByText('Not added: No passkey was used.').waitFor()
  expect(await other.me()).toMatchObject({ status: 200 })
  await authenticator.verifies(true)
  await page.getByRole('button', { name: 'I have stored them: add the passkey' }).click()
  await page.getByText('The passkey was added.').waitFor()
})

test('a passkey of another account is refused at the second step, which says nothing about either account', async () => {
  const [account, other] = [await newAccount(app), await newAccount(app)]
  const [page, elsewhere] = [await openTab(), await openTab()]
  await plugIn(elsewhere)
  await addFirstPasskey(elsewhere, anyModel, account)
  await plugIn(page)
  await addFirstPasskey(page, anyModel, other)
  await logOut(page)

  await page.goto(routes.login)
  await submitLogin(page, account)
  await page.getByRole('heading', { name: 'Second factor' }).waitFor()
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByText('That passkey was not accepted.').waitFor()
  expect((await whoIs(page)).code).toBe('unauthenticated')
})

test('without JavaScript there is no control that needs it, and a passkey can be renamed and removed', async () => {
  const account = await newAccount(app)
  const elsewhere = await openTab()
  await plugIn(elsewhere)
  await addFirstPasskey(elsewhere, anyModel, account)
  const page = await openTab({ javaScriptEnabled: false })
  await openAs(page, anyModel, routes.security, account)

  await page.getByText('To add a passkey, turn JavaScript on.').waitFor()
  expect(await page.getByRole('button', { name: 'Add a passkey' }).count()).toBe(0)
  await page.locator('summary', { hasText: 'Rename' }).click()
  await page.getByLabel('New name').fill('Old laptop')
  await page.getByRole('button', { name: 'Save the name' }).click()
  await page.getByRole('heading', { name: 'Old laptop' }).waitFor()
  await page.locator('summary', { hasText: 'Remove' }).click()
  await page.getByRole('button', { name: 'Remove this passkey' }).click()
  await page.getByText('The passkey was removed.').waitFor()

  await page.goto(routes.login)
  expect(await page.getByRole('button', { name: /passkey/ }).count()).toBe(0)
})
