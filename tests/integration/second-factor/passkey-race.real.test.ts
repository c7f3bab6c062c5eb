// feature: second-factor (this file)
import { expect, test } from 'vitest'
import { issuer } from '@/lib/addresses'
import { askPostgres } from '@/lib/db/client'
import { logInWithPasskey } from '@/lib/server/second-factor/passkey-log-in'
import { listPasskeys, removePasskey } from '@/lib/server/second-factor/passkeys'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { challengeFor, newBrowser, passkeyOf, register } from '@/tests/integration/second-factor/passkey'
import { guesser } from '@/tests/integration/support/password'
import { newPerson } from '@/tests/integration/support/person'
import { holdTable, holdUser, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive, eventsOf } from '@/tests/integration/support/rows'
import { client, letIn, look, present, start } from '@/tests/integration/support/session'
import { Authenticator } from '@/tests/support/authenticator'
import { anyModel, models } from '@/tests/support/models'

raceOnRealStores()

const now = nowInSeconds()
const outcomesOf = async (answers: readonly Promise<{ outcome: string }>[]) =>
  (await Promise.all(answers)).map(({ outcome }) => outcome).toSorted()

async function signed(authenticator: Authenticator) {
  const ceremony = newBrowser()
  const challenge = await challengeFor(ceremony, now)
  return { assertion: authenticator.sign({ challenge, origin: issuer() }), ceremony }
}

const logIn = (answer: Awaited<ReturnType<typeof signed>>, model: Model = anyModel) =>
  logInWithPasskey({ ...answer, model, presented: present([]), client, device: null }, now)

test.each(models)('[ASVS 6.6.2] one signature, sent twice at once, starts one %s session', async (model) => {
  const { userId } = await newPerson()
  const answer = await signed(await passkeyOf(userId, now))

  const table = await holdTable('SpentChallenge')
  const answers = [logIn(answer, model), logIn(answer, model)]
  await table.waiters(2)
  await table.release()

  expect(await outcomesOf(answers)).toEqual(['logged_in', 'wrong_passkey'])
  expect(await countAlive(userId)).toBe(model === 'sealed' ? 0 : 1)
})

test('two signatures with the same counter, sent at once, start one session, and the other is recorded', async () => {
  const { userId } = await newPerson()
  const authenticator = await passkeyOf(userId, now)
  authenticator.counter = 7
  const both = [await signed(authenticator), await signed(authenticator)]

  const table = await holdTable('SpentChallenge')
  const answers = both.map((answer) => logIn(answer, 'stored'))
  await table.waiters(2)
  await table.release()

  expect(await outcomesOf(answers)).toEqual(['logged_in', 'wrong_passkey'])
  expect(await eventsOf(userId)).toContain('passkey_copied')
})

test('a login that was verified before its passkey is removed starts no session that survives', async () => {
  const { userId } = await newPerson()
  const answer = await signed(await passkeyOf(userId, now))
  const visitor = await letIn(look((await start('stored', userId, now)).cookies, now))
  const [{ id } = { id: '' }] = await listPasskeys(userId)

  const table = await holdTable('SpentChallenge')
  const login = logIn(answer, 'stored')
  await table.waiters(1)
  const { outcome } = await removePasskey(visitor, id, guesser, now)
  await table.release()

  expect([outcome, (await login).outcome]).toEqual(['changed', 'wrong_passkey'])
  expect(await countAlive(userId)).toBe(1)
})

test('of two passkeys that are added at once from two sessions, one is added, and the other session has ended', async () => {
  const { userId } = await newPerson()
  const visitors = await Promise.all(
    (['stored', 'signed'] as const).map(async (model) => letIn(look((await start(model, userId, now)).cookies, now))),
  )

  // The user handle is written before, in its own statement, so the row is held only for the change itself.
  const prepared = visitors.map((visitor) => () => register(visitor, new Authenticator(), now))
  await askPostgres(({ user }) =>
    user.updateMany({ where: { id: userId }, data: { passkeyHandle: Buffer.alloc(64, 1) } }),
  )
  const user = await holdUser(userId)
  const answers = prepared.map((add) => add())
  await user.waiters(2)
  await user.release()

  expect(await outcomesOf(answers)).toEqual(['changed', 'ended'])
  expect(await listPasskeys(userId)).toHaveLength(1)
})
