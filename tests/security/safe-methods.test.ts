import { expect, test } from 'vitest'
import { actionId } from '@/tests/support/client-router'
import { givenApplication } from '@/tests/support/given-application'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { tokenFor } from '@/tests/support/tokens'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()
const methods = ['GET', 'HEAD', 'OPTIONS'] as const

test.for(methods)('[ASVS 7.6.2] [ASVS 3.5.3] %s starts no session', async (method) => {
  const visitor = new Visitor(app)
  const query = new URLSearchParams({ email: people.linus.email, password: people.linus.password, model: 'sealed' })
  const headers = { 'Next-Action': await actionId(app, 'loginAction'), Origin: app.url }

  for (const path of ['/login', '/signup', '/', '/dashboard']) {
    expect((await visitor.send(method, `${path}?${query}`)).setCookies).toEqual([])
    expect((await visitor.send(method, `${path}?${query}`, headers)).setCookies).toEqual([])
  }
})

test.for(methods)('[ASVS 3.5.3] %s ends none and renews none', async (method) => {
  const visitor = await openSession(app, 'signed')
  const { id = '' } = (await visitor.me()).session ?? {}
  const headers = { 'Next-Action': await actionId(app, 'logoutAction'), Origin: app.url }
  const query = `logout=unfinished&session=${id}&token=${await tokenFor(visitor)}`

  for (const path of [
    ...['/logout', '/login', '/dashboard', '/api/session/renew', '/api/cron/purge'],
    ...['/api/token', '/api/token/revoke', '/api/token/introspect', '/api/notes'],
  ]) {
    expect((await visitor.send(method, `${path}?${query}`)).setCookies).toEqual([])
    expect((await visitor.send(method, `${path}?${query}`, headers)).setCookies).toEqual([])
  }
  expect(await visitor.me()).toMatchObject({ status: 200 })
})
