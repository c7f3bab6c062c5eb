import { expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { mayStay, RedisDoor, retry, retrying } from '@/tests/security/support/redis-door'
import { Authenticator } from '@/tests/support/authenticator'
import { actionId } from '@/tests/support/client-router'
import { findForm } from '@/tests/support/forms'
import { newAccount } from '@/tests/support/open-session'
import { passkeyFor } from '@/tests/support/passkey-account'
import type { Answer } from '@/tests/support/request'
import { codeOf, newProtectedAccount } from '@/tests/support/second-factor'
import type { Visitor } from '@/tests/support/visitor'

/* A change of the factors that is made, and whose revocation of the other sessions cannot be published to Redis. */

const door = new RedisDoor().serve()

interface Unfinished {
  here: Visitor
  elsewhere: Visitor
  answer: Answer
}

/** The retry publishes, and does not make the change again: it needs neither password nor code. */
async function expectRetry({ here, elsewhere, answer }: Unfinished, done: string): Promise<void> {
  expect(answer.body).toContain(`and every other session has ended, but your other devices ${mayStay}`)
  expect([...findForm(answer.body, retrying).names].filter((name) => /proof|code/i.test(name))).toEqual([])
  const again = await retry(here, answer, routes.security)
  expect(again.body).toContain(mayStay)
  expect(await door.seenElsewhere(elsewhere)).toMatchObject({ status: 200 })

  door.isRefusing = false
  expect((await retry(here, again, routes.security)).body).toContain(done)
  await door.untilRevoked(elsewhere)
  expect(await here.me()).toMatchObject({ status: 200 })
}

test('an app that is turned on is on, and "Try again" logs the other devices out', async () => {
  const { here, elsewhere } = await door.twoDevices()
  const begun = await here.submit(routes.security, 'Set up an app')
  const [, shown = ''] = /<p class="[^"]*font-mono[^"]*">([A-Z2-7 ]+)<\/p>/.exec(begun.body) ?? []
  const fields = Object.fromEntries(findForm(begun.body, 'setUp').fields)
  const code = await codeOf(shown.replaceAll(' ', ''))
  door.isRefusing = true

  const answer = await here.post(routes.security, { ...fields, code })

  expect(answer.body).toContain('The app is on.')
  await expectRetry({ here, elsewhere, answer }, 'We ask for a code at each login from now on. Every other session')
})

test('an app that is turned off is off, and "Try again" logs the other devices out', async () => {
  const account = await newProtectedAccount(door.app)
  const { here, elsewhere } = await door.twoDevices(account)
  const fields = { proof: account.password, proofCode: await codeOf(account.secret) }
  const form = findForm((await here.get(routes.security)).body, 'Turn it off')
  door.isRefusing = true

  const answer = await here.post(routes.security, { ...Object.fromEntries(form.fields), ...fields })

  expect(answer.body).toContain('The app is off.')
  await expectRetry({ here, elsewhere, answer }, 'We no longer ask for a code. Every other session has ended.')
})

test('a passkey that is removed is gone, and "Try again" logs the other devices out', async () => {
  const account = await newAccount(door.app)
  await passkeyFor(door.app, account.userId)
  const { here, elsewhere } = await door.twoDevices(account)
  door.isRefusing = true

  const answer = await here.submit(routes.security, 'Remove this passkey')

  expect(answer.body).not.toContain('Remove this passkey')
  await expectRetry({ here, elsewhere, answer }, 'The passkey was removed. Every other session has ended.')
})

/** Calls the action with JavaScript, which passkeys need. */
const add = async (visitor: Visitor, fields: Readonly<Record<string, string>>) =>
  visitor.callAction(routes.security, {
    id: await actionId(door.app, 'addPasskeyAction'),
    previous: { outcome: 'idle', errors: {}, name: '' },
    fields: { name: 'Phone', ...fields },
  })

const valueIn = ({ body }: Answer, pattern: RegExp) => pattern.exec(body)?.[1] ?? ''

test('a passkey that is added is in the list, and the retry logs the other devices out', async () => {
  const { here, elsewhere } = await door.twoDevices()
  const asked = await add(here, {})
  const challenge = valueIn(asked, /"challenge":"([^"]+)"/)
  const handle = valueIn(asked, /"user":\{"id":"([^"]+)"/)
  const codes = valueIn(asked, /"seal":"([^"]+)"/)
  const registration = new Authenticator().register(handle, { challenge, origin: here.origin })
  door.isRefusing = true

  expect((await add(here, { registration, codes })).body).toContain('"outcome":"unfinished"')
  expect((await add(here, { publish: 'again' })).body).toContain('"outcome":"unfinished"')
  expect(await door.seenElsewhere(elsewhere)).toMatchObject({ status: 200 })

  door.isRefusing = false
  expect((await add(here, { publish: 'again' })).body).toContain('"outcome":"changed"')
  await door.untilRevoked(elsewhere)
  expect((await here.get(routes.security)).body.match(/Remove this passkey/g)).toHaveLength(1)
})

test('the retry of a session that has ended publishes nothing', async () => {
  const { here, elsewhere } = await door.twoDevices()
  const copy = here.clone()
  await here.submit('/dashboard', 'Log out')

  expect((await add(copy, { publish: 'again' })).body).toContain('"outcome":"ended"')
  expect(await elsewhere.me()).toMatchObject({ status: 200 })
})

test('new recovery codes and a new name of a passkey end no session, so there is nothing to publish', async () => {
  const account = await newAccount(door.app)
  await passkeyFor(door.app, account.userId)
  const { here, elsewhere } = await door.twoDevices(account)
  door.isRefusing = true

  expect((await here.submit(routes.security, 'Make new codes')).body).toContain('Store these codes now.')
  const renamed = await here.submit(routes.security, 'Save the name', { name: 'Laptop' })
  expect(renamed.body).toContain('Saved.')
  expect(renamed.body).not.toContain('may stay logged in')
  door.isRefusing = false
  expect(await elsewhere.me()).toMatchObject({ status: 200 })
})
