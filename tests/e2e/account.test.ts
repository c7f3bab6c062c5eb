import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { models } from '@/lib/session/models'
import { type Application, startApplication } from '@/tests/support/application'
import { shareBrowser } from '@/tests/support/share-browser'
import { cookiesOf, openDashboard, untilInteractive, whoIs } from '@/tests/support/tab'
import { Visitor } from '@/tests/support/visitor'

const stepUpSeconds = 2
const password = 'a fine day for letters'
const openTab = shareBrowser()
let app: Application | undefined

beforeAll(async () => {
  app = await startApplication({ env: { STEP_UP_SECONDS: String(stepUpSeconds) } })
})
afterAll(() => app?.stop())

async function newPerson() {
  const person = { email: `${randomUUID()}@example.com`, password }
  await new Visitor({ url: app?.url ?? '' }).submit(routes.signup, 'name', { ...person, name: 'Mary Somerville' })
  return person
}

const hint = 'It is some time since you proved who you are. Enter your password, and it is done at once.'

/** What assistive technology reads out with a field. */
async function describing(page: Page, label: string): Promise<string[]> {
  const ids = (await page.getByLabel(label).getAttribute('aria-describedby'))?.split(' ') ?? []
  return Promise.all(ids.map((id) => page.locator(`#${id}`).innerText()))
}

const focusedId = (page: Page) => page.evaluate(() => document.activeElement?.id)

describe.each([true, false])('with JavaScript: %s,', (javaScriptEnabled) => {
  test.each(models)('%s: a name, a password and a deletion, in one visit', async (model) => {
    const person = await newPerson()
    const page = await openTab({ baseURL: app?.url ?? '', javaScriptEnabled })
    await openDashboard(page, model, person)
    await page.getByRole('link', { name: 'Account' }).click()
    await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()

    await page.getByRole('textbox', { name: 'Name' }).fill('Mary Fairfax')
    await page.getByRole('button', { name: 'Save the name' }).click()
    await page.getByRole('status').getByText('Saved.').waitFor()
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Mary Fairfax')

    const { session: before } = await whoIs(page)
    await page.getByLabel('Current password').fill('not the password')
    await page.getByLabel('New password').fill('a new day for letters')
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByText('Not changed: that is not your current password.').waitFor()
    expect(await page.getByLabel('New password').inputValue()).toBe('')
    await page.getByLabel('Current password').fill(password)
    await page.getByLabel('New password').fill('a new day for letters')
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByRole('status').getByText('Your password is changed.').waitFor()
    const { session: after, user } = await whoIs(page)
    expect([user?.email, after?.id === before?.id]).toEqual([person.email, false])
    await page.getByText('The password was changed, and every other session ended.').waitFor()

    await sleep((stepUpSeconds + 0.1) * 1000)
    const remove = page.getByRole('button', { name: 'Delete the account' })
    await page.getByLabel('Your e-mail, to confirm').fill(person.email)
    await remove.click()
    await page.getByText('It is some time since you proved who you are.').waitFor()
    expect(await page.getByLabel('Your e-mail, to confirm').inputValue()).toBe(person.email)
    await page.getByLabel('Your password').fill('a new day for letters')
    await remove.click()
    await page.getByRole('status').getByText('Your account is deleted.').waitFor()
    expect(new URL(page.url()).pathname).toBe(routes.home)
    expect(await cookiesOf(page)).toEqual(new Map())
  })
})

test('the keyboard goes on where the form asks: into the proof, and into what was wrong', async () => {
  const person = await newPerson()
  const page = await openTab({ baseURL: app?.url ?? '' })
  await openDashboard(page, 'stored', person)
  await page.goto(routes.account)
  await untilInteractive(page)
  await sleep((stepUpSeconds + 0.1) * 1000)

  await page.getByLabel('Your e-mail, to confirm').fill(person.email)
  await page.keyboard.press('Enter')
  await page.getByLabel('Your password').waitFor()
  expect(await focusedId(page)).toBe('proof')
  expect(await describing(page, 'Your password')).toEqual([hint])

  await page.keyboard.type('not the password')
  await page.keyboard.press('Enter')
  await page.getByText('That is not your password. Nothing was changed.').waitFor()
  expect(await focusedId(page)).toBe('proof')
  expect(await describing(page, 'Your password')).toEqual([hint, 'That is not your password. Nothing was changed.'])

  await page.getByLabel('Current password').fill('not the password')
  await page.getByLabel('New password').fill('a new day for letters')
  await page.keyboard.press('Enter')
  await page.getByText('Not changed: that is not your current password.').waitFor()
  expect(await focusedId(page)).toBe('current')
})
