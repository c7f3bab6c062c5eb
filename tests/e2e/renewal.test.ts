import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { models } from '@/lib/session/models'
import { type Application, startApplication } from '@/tests/support/application'
import { browserObstacle } from '@/tests/support/browser'
import { shareBrowser } from '@/tests/support/share-browser'
import { cookiesOf, fillInLogin, openDashboard, saveNote, untilInteractive } from '@/tests/support/tab'

const freshSeconds = 1
const graceSeconds = 1
const openTab = shareBrowser()
let application: Application | undefined

beforeAll(async () => {
  if (browserObstacle) return
  const env = { FRESH_SECONDS: String(freshSeconds), REFRESH_GRACE_SECONDS: String(graceSeconds) }
  application = await startApplication({ env })
})
afterAll(() => application?.stop())

const visitor = (options = {}) => openTab({ baseURL: application?.url ?? '', ...options })
const untilStale = () => sleep((freshSeconds + 1) * 1000)
const pastTheGraceWindow = () => sleep((freshSeconds + graceSeconds + 1) * 1000)

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  test.each(models)('%s: a form sent with a stale credential arrives, and its sender stays', async (model) => {
    const page = await visitor({ javaScriptEnabled })
    await openDashboard(page, model)
    const before = await cookiesOf(page)
    await page.getByLabel('Note').fill('typed while fresh')

    await untilStale()
    await page.getByRole('button', { name: 'Save the note' }).click()
    await page.getByText('Saved.').waitFor()

    expect(await cookiesOf(page)).not.toEqual(before)
    await pastTheGraceWindow()
    await page.goto('/dashboard')
    expect(await page.getByLabel('Note').inputValue()).toBe('typed while fresh')
  })

  test.each(models)('%s: a logout with a stale credential leaves no renewed cookie behind', async (model) => {
    const page = await visitor({ javaScriptEnabled })
    await openDashboard(page, model)

    await untilStale()
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByText('You are logged out.').waitFor()

    expect(await cookiesOf(page)).toEqual(new Map())
  })
})

/**
 * The page that Next fetches itself after an action's redirect loses its Set-Cookie. Several logins at once, around the
 * turn of a second: while passwords are checked the second ends, so that new credentials are stale in that very request.
 * Renewed there, the browser would keep a spent refresh token and be taken for a thief.
 */
test.each(models)('%s: sessions that are stale across the redirect of their own login live on', async (model) => {
  const leads = [60, 80, 100, 120, 140, 160, 180, 200]
  const tries = await Promise.all(leads.map(async (lead) => ({ lead, page: await filledInLogin(model) })))

  const turn = Math.ceil(Date.now() / 1000 + 1) * 1000
  await Promise.all(
    tries.map(async ({ lead, page }) => {
      await sleep(turn - lead - Date.now())
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.waitForURL('**/dashboard')
    }),
  )

  await pastTheGraceWindow()
  for (const { page } of tries) {
    await page.reload()
    expect(new URL(page.url()).pathname).toBe('/dashboard')
  }
})

async function filledInLogin(model: string) {
  const page = await visitor()
  await page.goto(`/login?model=${model}`)
  await untilInteractive(page, 'main form')
  await fillInLogin(page)
  return page
}

test.each(models)('%s: two tabs that renew at the same moment both stay', async (model) => {
  const first = await visitor()
  await openDashboard(first, model)
  const second = await first.context().newPage()
  await second.goto('/dashboard')

  await untilStale()
  await Promise.all([saveNote(first, 'from the first'), second.reload()])
  await first.getByText('Saved.').waitFor()
  await pastTheGraceWindow()
  await Promise.all([first.reload(), second.reload()])

  for (const page of [first, second]) expect(await page.getByLabel('Note').inputValue()).toBe('from the first')
})
