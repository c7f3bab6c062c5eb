// feature: notice (this file)
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { changedPassword } from '@/tests/support/changed-password'
import { models } from '@/tests/support/models'
import { shareBrowser } from '@/tests/support/share-browser'
import { logOut, openDashboard } from '@/tests/support/tab'

const openTab = shareBrowser()
const notice = 'Your password was changed'
const noticeOn = (page: Page) => page.getByRole('region', { name: notice })

describe.each([true, false])('with JavaScript: %s,', (javaScriptEnabled) => {
  test.each(models)(
    '[ASVS 6.3.7] every later login shows a changed password, until the user dismisses the notice: %s',
    async (model) => {
      const { account, phone } = await changedPassword()
      const here = await openTab({ javaScriptEnabled })
      await openDashboard(here, model, account)

      const text = await noticeOn(here).innerText()
      expect(text).toMatch(/On \d{1,2} \w+ \d{4}, \d\d:\d\d UTC, from .+ \(Firefox on Linux\)/)
      for (const path of [routes.sessions, routes.account]) {
        await here.goto(path)
        await noticeOn(here).waitFor()
        const { status, body } = await phone.get(path)
        expect([status, body.includes('Log out'), body.includes(notice)]).toEqual([200, true, false])
      }

      await noticeOn(here).getByRole('button', { name: 'I know about it' }).click()
      await noticeOn(here).waitFor({ state: 'detached' })
      await here.goto(routes.dashboard)
      expect(await noticeOn(here).count()).toBe(0)
      await logOut(here)
      await openDashboard(here, model, account)
      expect(await noticeOn(here).count()).toBe(0)
    },
  )
})

test('the focus moves to the confirmation', async () => {
  const here = await openTab()
  await openDashboard(here, 'sealed', (await changedPassword()).account)

  await noticeOn(here).getByRole('button', { name: 'I know about it' }).focus()
  await here.keyboard.press('Enter')

  await here.getByRole('status').getByText('Thank you.').waitFor()
  await expect.poll(() => here.evaluate(() => document.activeElement?.textContent)).toContain('Thank you.')
})

test('the notice links to the form that changes the password', async () => {
  const here = await openTab()
  await openDashboard(here, 'stored', (await changedPassword()).account)

  await noticeOn(here).getByRole('link', { name: 'Change the password' }).click()

  await here.waitForURL(`**${routes.account}#change-password`)
  expect(await here.getByLabel('Current password').isVisible()).toBe(true)
})
