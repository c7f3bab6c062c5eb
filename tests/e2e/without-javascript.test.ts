import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { models } from '@/tests/support/models'
import { shareBrowser } from '@/tests/support/share-browser'
import { cookiesOf, saveNote } from '@/tests/support/tab'

const openTab = shareBrowser()

test.each(models)('%s: signup, login, a note, a visit and logout need no JavaScript', async (model) => {
  const page = await openTab({ javaScriptEnabled: false })
  const password = page.getByLabel('Password', { exact: true })

  await page.goto('/signup')
  await page.getByLabel('Name').fill('Mary Somerville')
  await page.getByLabel('E-mail').fill(`${randomUUID()}@example.com`)
  await password.fill('a fine day for letters')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.getByText('If that address was new, your account is ready.').waitFor()

  await page.getByRole('radio', { name: model }).check()
  await password.fill('a fine day for letters')
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('heading', { name: 'Mary Somerville' }).waitFor()

  await saveNote(page, 'written without a script')
  await page.getByText('Saved.').waitFor()
  expect(await page.getByLabel('Note').inputValue()).toBe('written without a script')
  await page.getByRole('button', { name: 'Count a visit' }).click()
  const visits = page.locator('form', { hasText: 'Visits counted' }).locator('p').first()
  await visits.getByText('1', { exact: true }).waitFor()
  expect(await page.getByLabel('Note').inputValue()).toBe('written without a script')

  await page.getByRole('button', { name: 'Log out' }).click()
  await page.getByText('You are logged out.').waitFor()
  expect(await cookiesOf(page)).toEqual(new Map())
  await page.goto('/dashboard')
  expect(new URL(page.url()).pathname).toBe('/login')
})
