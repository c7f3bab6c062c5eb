import { expect, test } from 'vitest'
import { sessionCap } from '@/lib/db/sessions/insert'
import { logIn } from '@/lib/server/account/log-in'
import type { IssuedCookie } from '@/lib/session/cookies'
import { nowInSeconds } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { newPerson, password } from '@/tests/integration/support/person'
import { countAlive } from '@/tests/integration/support/rows'
import { client, letIn, look, present, start } from '@/tests/integration/support/session'

// An outage logs no user out: an unfinished login must not end an existing session.

const gate = gateBeforeRedis()

async function expectUnavailable(email: string, held: readonly IssuedCookie[]): Promise<void> {
  const attempt = { email, password, model: 'stored', presented: present(held), client, device: null } as const
  await expect(logIn(attempt, nowInSeconds())).rejects.toMatchObject({ code: 'unavailable', store: 'redis' })
}

test('a login that fails because Redis is unavailable leaves no orphaned session', async () => {
  const { userId, email } = await newPerson()

  gate.set('shut')
  await expectUnavailable(email, [])

  expect(await countAlive(userId)).toBe(0)
})

test('the other devices stay logged in after any number of retries while Redis is unavailable', async () => {
  const { userId, email } = await newPerson()
  const elsewhere = await start('stored', userId)

  gate.set('shut')
  for (let tries = 0; tries < sessionCap; tries += 1) await expectUnavailable(email, [])
  gate.set('open')

  await letIn(look(elsewhere.cookies))
})

test('a login that fails because Redis is unavailable leaves the session that the browser had', async () => {
  const { userId, email } = await newPerson()
  const held = await start('stored', userId)

  gate.set('shut')
  await expectUnavailable(email, held.cookies)
  gate.set('open')

  await letIn(look(held.cookies))
})
