import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { people } from '@/tests/support/people'
import { shareBrowser } from '@/tests/support/share-browser'
import { untilInteractive } from '@/tests/support/tab'

const openTab = shareBrowser()

/** Presses Tab until the focus is on a matching element. */
async function tabTo(page: Page, selector: string): Promise<void> {
  const target = page.locator(selector)
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Tab does not reach ${selector}`)
}

const outlineOf = (page: Page) =>
  page.evaluate(() => (document.activeElement ? getComputedStyle(document.activeElement).outlineStyle : 'none'))

test('Tab and Enter alone log in and out, and the focus is always visible', async () => {
  const page = await openTab()
  await page.goto('/')
  await tabTo(page, 'a:has-text("Log in with signed")')
  expect(await outlineOf(page)).toBe('solid')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/login**')
  await untilInteractive(page, 'main form')

  await tabTo(page, '#email')
  expect(await outlineOf(page)).toBe('solid')
  await page.keyboard.type(people.linus.email)
  await tabTo(page, '#password')
  await page.keyboard.type(people.linus.password)
  await tabTo(page, 'input[value="signed"]')
  await tabTo(page, 'main button[type="submit"]')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/dashboard')

  await page.reload()
  await tabTo(page, 'header form button')
  expect(await outlineOf(page)).toBe('solid')
  await page.keyboard.press('Enter')
  await page.getByText('You are logged out.').waitFor()
})

test('the model is chosen with the arrow keys', async () => {
  const page = await openTab()
  await page.goto('/login')
  await tabTo(page, 'input[value="sealed"]')

  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  expect(await page.getByRole('radio', { name: 'signed' }).isChecked()).toBe(true)
})

test.each(['/', '/login', '/signup', '/no-such-page'])(
  'the skip link of %s is first, shows and skips',
  async (path) => {
    const page = await openTab()
    await page.goto(path)
    const link = page.getByRole('link', { name: 'Skip to the content' })

    await page.keyboard.press('Tab')
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true)
    expect((await link.boundingBox())?.width).toBeGreaterThan(100)

    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
  },
)
