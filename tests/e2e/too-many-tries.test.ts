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

test('somebody guesses: the page says when to try again, keeps the e-mail, and the owner’s own browser goes on', async () => {
  const { email } = people.linus
  const owner = await openTab()
  await logInByForm(owner, 'stored')
  await logOut(owner)

  const guesser = await openTab()
  await guesser.goto('/login')
  const summary = guesser.locator('main').getByRole('alert')
  const refusal = summary.getByText(/^Too many logins have failed\. Try again in (a minute|\d+ minutes)\.$/)
  // A window that ends meanwhile lets a token or two go.
  for (let tries = 0; tries < limits.accountAndNetwork.tokens + 3 && !(await refusal.isVisible()); tries += 1) {
    const answered = guesser.waitForResponse((response) => response.request().method() === 'POST')
    await submitLogin(guesser, { email, password: `guess ${tries}` })
    await answered
  }
  await refusal.waitFor()
  expect(await guesser.getByLabel('E-mail').inputValue()).toBe(email)
  expect(await guesser.getByLabel('Password', { exact: true }).inputValue()).toBe('')

  await logInByForm(owner, 'signed')
  expect(await owner.getByRole('heading', { level: 1 }).innerText()).toContain('Linus')
})
