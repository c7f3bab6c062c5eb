import { afterAll, beforeAll, expect, test } from 'vitest'
import { limits } from '@/lib/server/limits/limits'
import { type Application, startApplication } from '@/tests/support/application'
import { people } from '@/tests/support/people'
import { shareBrowser } from '@/tests/support/share-browser'
import { logInByForm, logOut, submitLogin } from '@/tests/support/tab'

let app: Application
beforeAll(async () => {
  app = await startApplication({ env: { RATE_LIMIT: 'on' } })
})
afterAll(() => app?.stop())

const openTab = shareBrowser({ url: () => app.url })

test('after too many login attempts the page says when to try again and keeps the e-mail, and the owner’s browser can still log in', async () => {
  const { email } = people.linus
  const owner = await openTab()
  await logInByForm(owner, 'stored')
  await logOut(owner)

  const guesser = await openTab()
  await guesser.goto('/login')
  const summary = guesser.locator('main').getByRole('alert')
  const refusal = summary.getByText(/^Too many logins have failed\. Try again in (a minute|\d+ minutes)\.$/)
  const password = guesser.getByLabel('Password', { exact: true })
  // A window that ends meanwhile refunds one or two tokens.
  for (let tries = 0; tries < limits.accountAndNetwork.tokens + 3 && !(await refusal.isVisible()); tries += 1) {
    await submitLogin(guesser, { email, password: `guess ${tries}` })
    // Each answer clears the field.
    await expect.poll(() => password.inputValue()).toBe('')
  }
  await refusal.waitFor()
  expect(await guesser.getByLabel('E-mail').inputValue()).toBe(email)
  expect(await password.inputValue()).toBe('')

  await logInByForm(owner, 'signed')
  expect(await owner.getByRole('heading', { level: 1 }).innerText()).toContain('Linus')
})
