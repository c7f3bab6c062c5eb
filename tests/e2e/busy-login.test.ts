import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Process, startBeside } from '@/tests/security/support/another-process'
import { holdHashes } from '@/tests/support/hold-hashes'
import { newAccount } from '@/tests/support/open-session'
import { shareBrowser } from '@/tests/support/share-browser'
import { submitLogin, untilInteractive } from '@/tests/support/tab'

/** A process of its own: its queue is full for as long as the test lasts. */
let app: Process
beforeAll(async () => {
  app = await startBeside({})
})
afterAll(() => app?.stop())

const openTab = shareBrowser({ url: () => app.url, expected: /503/ })

test('with JavaScript, a login that gets no turn keeps the password too, and is sent again by one press', async () => {
  const { email, password } = await newAccount(app)
  const page = await openTab()
  await page.goto('/login')
  await untilInteractive(page)
  const { end } = await holdHashes(app)

  await submitLogin(page, { email, password })
  await page.getByText('Many people are logging in at this moment. Wait a few seconds and try again.').waitFor()
  expect(await page.getByLabel('E-mail').inputValue()).toBe(email)
  expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe(password)

  // As long as the machine needs for the hash that held the turn.
  await end
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.waitForURL('**/dashboard')
}, 240_000)
