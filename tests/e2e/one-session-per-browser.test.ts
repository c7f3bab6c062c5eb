import { expect, test } from 'vitest'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { shareBrowser } from '@/tests/support/share-browser'
import { cookiesOf, logInByForm, openDashboard, whoIs } from '@/tests/support/tab'
import { Visitor } from '@/tests/support/visitor'

const openTab = shareBrowser()

test.each(models)('a login by %s in a second tab replaces every other session of the browser', async (model) => {
  for (const before of models.filter((other) => other !== model)) {
    const first = await openTab()
    await openDashboard(first, before)
    const replaced = await cookiesOf(first)

    const second = await first.context().newPage()
    await logInByForm(second, model)
    await first.reload()

    expect((await whoIs(first)).session?.model).toBe(model)
    const kept = await cookiesOf(first)
    for (const name of replaced.keys()) expect(kept).not.toContain(name)

    const thief = new Visitor(givenApplication())
    for (const [name, value] of replaced) thief.jar.set(name, value)
    expect((await thief.get('/dashboard')).location).toMatch(/^\/login/)
    expect(await thief.me()).toMatchObject({ status: 401, code: 'revoked' })
  }
})
