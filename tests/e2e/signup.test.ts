import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { models } from '@/tests/support/models'
import { people } from '@/tests/support/people'
import { shareBrowser } from '@/tests/support/share-browser'
import { whoIs } from '@/tests/support/tab'

const openTab = shareBrowser()
const password = 'a fine day for letters'
const newAddress = () => `${randomUUID()}@example.com`

async function signUp(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.goto('/signup')
  await page.getByLabel('Name').fill('Mary Somerville')
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign up' }).click()
}

test('the title of the document names the current step, also without JavaScript', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await openTab({ javaScriptEnabled })
    await page.goto('/signup')
    expect(await page.title()).toBe('Sign up · Signed, Sealed, Stored')
    await signUp(page, { email: newAddress(), password })
    await page.getByText('If that address was new, your account is ready.').waitFor()
    expect(await page.title()).toBe('Log in · Signed, Sealed, Stored')
    expect(await page.locator('head title').count()).toBe(1)
  }
})

test.each(models)('a new account logs in from the next form, by %s', async (model) => {
  const page = await openTab()
  const email = newAddress()
  await signUp(page, { email, password })
  await page.getByText('If that address was new, your account is ready.').waitFor()
  expect(await page.getByLabel('E-mail').inputValue()).toBe(email)
  expect(await page.getByRole('heading', { level: 1 }).allInnerTexts()).toEqual(['Log in'])
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('your account is ready')

  await page.getByRole('radio', { name: model }).check()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('heading', { name: 'Mary Somerville' }).waitFor()
  expect(await whoIs(page)).toMatchObject({ user: { email }, session: { model } })
})

test.each([
  ['short', 'x7$kQ', 'Use 8 characters or more.'],
  ['common', 'password123', 'Too many people use this password. Choose another.'],
])('a %s password is refused with the reason, and the other fields are kept', async (_, refused, reason) => {
  const page = await openTab()
  const email = newAddress()
  await signUp(page, { email, password: refused })

  const field = page.getByLabel('Password', { exact: true })
  await page.locator('main').getByRole('alert').getByText(reason).waitFor()
  expect(await field.getAttribute('aria-describedby')).toBe('password-hint password-error')
  expect(await page.locator('#password-error').innerText()).toBe(reason)
  expect(await field.inputValue()).toBe('')
  expect(await page.getByLabel('Name').inputValue()).toBe('Mary Somerville')
  expect(await page.getByLabel('E-mail').inputValue()).toBe(email)
})

test('an address with an account gets the same answer, and keeps its password', async () => {
  const page = await openTab()
  await signUp(page, { email: people.grace.email, password })
  await page.getByText('If that address was new, your account is ready.').waitFor()

  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByText('do not match an account').waitFor()
})
