import { describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { newAccount, openSession, unproven } from '@/tests/support/open-session'
import { shareBrowser } from '@/tests/support/share-browser'
import { openAs } from '@/tests/support/tab'

const openTab = shareBrowser()

describe.each([true, false])('with JavaScript: %s,', (javaScriptEnabled) => {
  test.each(models)(
    '[ASVS 7.5.2] [ASVS 7.5.1] revoking a session long after the login, by %s, asks for the password first',
    async (model) => {
      const person = await newAccount(givenApplication())
      const phone = await openSession(givenApplication(), 'stored', person)
      const { session } = await phone.me()
      const here = await openTab({ javaScriptEnabled })
      await openAs(here, model, routes.sessions, { ...person, ...unproven })
      const card = here.getByRole('listitem').filter({ has: here.locator(`input[value="${session?.id}"]`) })

      await card.locator('summary').click()
      const confirm = card.getByRole('button', { name: 'End this session' })
      await confirm.click()
      await card.getByText('For your security, please enter your password to confirm.').waitFor()
      expect((await phone.me()).session).toEqual(session)

      await card.getByLabel('Your password').fill('not the password')
      await confirm.click()
      await card.getByText('That is not your password. Nothing was changed.').waitFor()
      expect((await phone.me()).session).toEqual(session)

      await card.getByLabel('Your password').fill(person.password)
      await confirm.click()
      await here.getByRole('status').getByText('The session has ended.').waitFor()
      expect((await phone.me()).code).toBe('revoked')
      expect(new URL(here.url()).pathname).toBe(routes.sessions)
    },
  )
})
