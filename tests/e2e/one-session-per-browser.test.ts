import { expect, test } from 'vitest'
import { models } from '@/lib/session/models'
import { shareBrowser } from '@/tests/support/share-browser'
import { cookiesOf, logInByForm, openDashboard, whoIs } from '@/tests/support/tab'

const openTab = shareBrowser()

test.each(models)('a login by %s in a second tab takes the place of every other session', async (model) => {
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

    const thief = await openTab({ storageState: stateOf(replaced) })
    await thief.goto('/dashboard')
    expect(new URL(thief.url()).pathname).toBe('/login')
  }
})

function stateOf(cookies: ReadonlyMap<string, string>) {
  const attributes = {
    domain: 'localhost',
    path: '/',
    expires: -1,
    httpOnly: true,
    secure: true,
    sameSite: 'Lax',
  } as const
  return { origins: [], cookies: [...cookies].map(([name, value]) => ({ name, value, ...attributes })) }
}
