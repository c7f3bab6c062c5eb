import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { people } from '@/tests/support/people'
import { shareBrowser } from '@/tests/support/share-browser'
import { submitLogin, untilInteractive } from '@/tests/support/tab'

const openTab = shareBrowser()
const wrong = { email: people.linus.email, password: 'not the password' }

const summaryOf = (page: Page) => page.locator('main').getByRole('alert')
const passwordOf = (page: Page) => page.getByLabel('Password', { exact: true })

test.each([true, false])('keeps what was typed, never the password (JavaScript: %s)', async (javaScriptEnabled) => {
  const page = await openTab({ javaScriptEnabled })
  await page.goto('/login')
  await page.getByRole('radio', { name: 'signed' }).check()
  await page.getByRole('checkbox', { name: 'Shared computer' }).check()
  await submitLogin(page, wrong)
  await summaryOf(page).waitFor()

  expect(await page.getByLabel('E-mail').inputValue()).toBe(wrong.email)
  expect(await page.getByRole('radio', { name: 'signed' }).isChecked()).toBe(true)
  expect(await page.getByRole('checkbox', { name: 'Shared computer' }).isChecked()).toBe(true)
  expect(await passwordOf(page).inputValue()).toBe('')
  expect(await page.content()).not.toContain(wrong.password)
})

test('gives the same answer for a known and for an unknown address', async () => {
  const answers = []
  for (const email of [wrong.email, 'unknown@example.com']) {
    const page = await openTab()
    await page.goto('/login')
    await submitLogin(page, { ...wrong, email })
    answers.push(await summaryOf(page).innerText())
  }
  expect(answers[0]).toBe('That e-mail and password do not match an account. Check both and try again.')
  expect(answers[1]).toBe(answers[0])
})

describe('the summary of errors', () => {
  test('takes the focus after every answer', async () => {
    const page = await openTab()
    await page.goto('/login')
    await untilInteractive(page, 'main form')
    for (let times = 0; times < 2; times += 1) {
      const answered = page.waitForResponse((response) => response.request().method() === 'POST')
      await submitLogin(page, wrong)
      await answered
      await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'alert')
    }
  })

  test.each([
    ['/login', 'Log in', ['email', 'password']],
    ['/signup', 'Sign up', ['name', 'email', 'password']],
  ])('names the fields of %s in their order on the page', async (path, button, fields) => {
    const page = await openTab()
    await page.goto(path)
    await page.getByRole('button', { name: button }).click()
    await summaryOf(page).waitFor()

    const links = await summaryOf(page).getByRole('link').all()
    const named = await Promise.all(links.map((link) => link.getAttribute('href')))
    expect(named).toEqual(fields.map((field) => `#${field}`))
  })

  test('links to each field, which names its own error', async () => {
    const page = await openTab()
    await page.goto('/login')
    await submitLogin(page, { email: 'no address', password: '' })

    const link = summaryOf(page).getByRole('link', { name: 'Enter an e-mail address, like ada@example.com.' })
    await link.click()
    const field = page.getByLabel('E-mail')
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true)
    for (const control of [field, passwordOf(page)]) {
      const id = await control.getAttribute('aria-describedby')
      expect(await control.getAttribute('aria-invalid')).toBe('true')
      expect(await page.locator(`#${id}`).innerText()).toMatch(/^Enter /)
    }
  })
})
