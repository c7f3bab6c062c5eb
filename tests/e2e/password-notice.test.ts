import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { models } from '@/lib/session/models'
import { minutes } from '@/lib/time'
import { givenApplication } from '@/tests/support/given-application'
import { newAccount } from '@/tests/support/open-session'
import { shareBrowser } from '@/tests/support/share-browser'
import { logOut, openDashboard } from '@/tests/support/tab'

const openTab = shareBrowser()
const wanted = 'a new day for letters'

/** Somebody who has changed the password in a browser that is still logged in. */
async function somebodyWithNews(options: { javaScriptEnabled?: boolean } = {}) {
  const { email, password } = await newAccount(givenApplication())
  const phone = await openTab(options)
  await openDashboard(phone, 'signed', { email, age: minutes(1) })
  await phone.goto(routes.account)
  await phone.getByLabel('Current password').fill(password)
  await phone.getByLabel('New password').fill(wanted)
  await phone.getByRole('button', { name: 'Change the password' }).click()
  await phone.getByRole('status').getByText('Your password is changed.').waitFor()
  return { person: { email, password: wanted }, phone }
}

const noticeOn = (page: Page) => page.getByRole('region', { name: 'Your password was changed' })

describe.each([true, false])('with JavaScript: %s,', (javaScriptEnabled) => {
  test.each(models)(
    '[ASVS 6.3.7] whoever logs in next is told of a changed password, until they say so: %s',
    async (model) => {
      const { person, phone } = await somebodyWithNews({ javaScriptEnabled })
      const here = await openTab({ javaScriptEnabled })
      await openDashboard(here, model, person)

      const text = await noticeOn(here).innerText()
      expect(text).toMatch(/On \d{1,2} \w+ \d{4}, \d\d:\d\d UTC, from .+ \(Chrome on Linux\)/)
      for (const path of [routes.sessions, routes.account]) {
        await here.goto(path)
        await noticeOn(here).waitFor()
        await phone.goto(path)
        expect(await noticeOn(phone).count()).toBe(0)
      }

      await noticeOn(here).getByRole('button', { name: 'I know about it' }).click()
      await noticeOn(here).waitFor({ state: 'detached' })
      await here.goto(routes.dashboard)
      expect(await noticeOn(here).count()).toBe(0)
      await logOut(here)
      await openDashboard(here, model, person)
      expect(await noticeOn(here).count()).toBe(0)
    },
  )
})

test('the keyboard goes on at what was noted', async () => {
  const { person } = await somebodyWithNews()
  const here = await openTab()
  await openDashboard(here, 'sealed', person)

  await noticeOn(here).getByRole('button', { name: 'I know about it' }).focus()
  await here.keyboard.press('Enter')

  await here.getByRole('status').getByText('Noted.').waitFor()
  await expect.poll(() => here.evaluate(() => document.activeElement?.textContent)).toContain('Noted.')
})

test('it leads to where the password is changed once more', async () => {
  const { person } = await somebodyWithNews()
  const here = await openTab()
  await openDashboard(here, 'stored', person)

  await noticeOn(here).getByRole('link', { name: 'Change the password' }).click()

  await here.waitForURL(`**${routes.account}#change-password`)
  expect(await here.getByLabel('Current password').isVisible()).toBe(true)
})
