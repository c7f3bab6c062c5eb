import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { models } from '@/lib/session/models'
import { type Application, startApplication } from '@/tests/support/application'
import { people } from '@/tests/support/people'
import { shareBrowser } from '@/tests/support/share-browser'
import { openDashboard, whoIs } from '@/tests/support/tab'

const stepUpSeconds = 2
const openTab = shareBrowser()
let app: Application | undefined

beforeAll(async () => {
  app = await startApplication({ env: { STEP_UP_SECONDS: String(stepUpSeconds) } })
})
afterAll(() => app?.stop())

describe.each([true, false])('with JavaScript: %s,', (javaScriptEnabled) => {
  test.each(models)(
    '[ASVS 7.5.2] [ASVS 7.5.1] revoking asks whoever logged in some time ago, by %s, for the password, and then does it',
    async (model) => {
      const baseURL = app?.url ?? ''
      const [here, phone] = [await openTab({ baseURL, javaScriptEnabled }), await openTab({ baseURL })]
      await openDashboard(phone, 'stored', people.grace)
      await openDashboard(here, model, people.grace)
      await sleep((stepUpSeconds + 0.1) * 1000)
      const { session } = await whoIs(phone)
      await here.goto(routes.sessions)
      const card = here.getByRole('listitem').filter({ has: here.locator(`input[value="${session?.id}"]`) })

      await card.locator('summary').click()
      const confirm = card.getByRole('button', { name: 'Revoke this session' })
      await confirm.click()
      await card.getByText('It is some time since you proved who you are.').waitFor()
      expect((await whoIs(phone)).session).toEqual(session)

      await card.getByLabel('Your password').fill('not the password')
      await confirm.click()
      await card.getByText('That is not your password. Nothing was changed.').waitFor()
      expect((await whoIs(phone)).session).toEqual(session)

      await card.getByLabel('Your password').fill(people.grace.password)
      await confirm.click()
      await here.getByRole('status').getByText('Revoked.').waitFor()
      expect((await whoIs(phone)).code).toBe('revoked')
      expect(new URL(here.url()).pathname).toBe(routes.sessions)
    },
  )
})
