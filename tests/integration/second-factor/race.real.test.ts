import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { findTotp } from '@/lib/db/second-factor/spend-code'
import { env } from '@/lib/env'
import { logIn } from '@/lib/server/account/log-in'
import { countSeals } from '@/lib/server/second-factor/reseal'
import { beginSetUp, turnOn } from '@/lib/server/second-factor/set-up'
import { newTotpSecret, sealedBy, sealSecret } from '@/lib/server/second-factor/totp'
import { makeRecoveryCodes, turnOff } from '@/lib/server/second-factor/turn-off'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import {
  answer,
  browser,
  challengeFor,
  codeAt,
  cookiesOf,
  newProtectedPerson,
} from '@/tests/integration/second-factor/protected'
import { guesser } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { holdTable, holdTotp, holdUser, raceOnRealStores } from '@/tests/integration/support/race'
import { countAlive } from '@/tests/integration/support/rows'
import { letIn, look, present, start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { models } from '@/tests/support/models'

raceOnRealStores()

const now = nowInSeconds()

const outcomesOf = async (answers: readonly Promise<{ outcome: string }>[]) =>
  (await Promise.all(answers)).map(({ outcome }) => outcome).toSorted()

describe.each(models)('[ASVS 6.5.1] of two logins by %s at once', (model) => {
  test('with one code of the app, one starts a session', async () => {
    const { email, userId, secret } = await newProtectedPerson()
    const code = await codeAt(secret, now)
    const challenges = [await challengeFor(email, model, now), await challengeFor(email, model, now)]

    const table = await holdTable('Totp')
    const answers = challenges.map((challenge) => answer(challenge, code, now))
    await table.waiters(2)
    await table.release()

    expect(await outcomesOf(answers)).toEqual(['logged_in', 'wrong_code'])
    expect(await countAlive(userId)).toBe(model === 'sealed' ? 0 : 1)
  })

  test('with one recovery code, one starts a session', async () => {
    const { email, recoveryCodes } = await newProtectedPerson()
    const [code = ''] = recoveryCodes
    const challenges = [await challengeFor(email, model, now), await challengeFor(email, model, now)]

    const table = await holdTable('RecoveryCode')
    const answers = challenges.map((challenge) => answer(challenge, code, now))
    await table.waiters(2)
    await table.release()

    expect(await outcomesOf(answers)).toEqual(['logged_in', 'wrong_code'])
  })

  test('[ASVS 6.6.2] with one challenge and two recovery codes, one starts a session', async () => {
    const { email, recoveryCodes } = await newProtectedPerson()
    const challenge = await challengeFor(email, model, now)

    const table = await holdTable('SpentChallenge')
    const answers = recoveryCodes.slice(0, 2).map((code) => answer(challenge, code, now))
    await table.waiters(2)
    await table.release()

    expect(await outcomesOf(answers)).toEqual(['logged_in', 'wrong_code'])
  })
})

/** A user who is about to turn an app on in one browser. */
async function someone(model: Model) {
  const person = await newPerson()
  const { cookies } = await start(model, person.userId, now)
  const visitor = await letIn(look(cookies, now))
  const setUp = await beginSetUp(visitor, now)
  if (!setUp) throw new Error('no account')
  const code = await codeAt(setUp.secret, now)
  const turn = () => turnOn(visitor, { setUp: setUp.seal, code }, guesser, now)
  const login = (other: Model) =>
    logIn({ email: person.email, password, model: other, presented: present([]), ...browser }, now)
  return { ...person, visitor, turn, login }
}

type LoggedIn = Awaited<ReturnType<typeof logIn>>

/** Every cookie that the login has set is of no use. */
async function expectNothingFrom(login: LoggedIn): Promise<void> {
  if (login.outcome !== 'logged_in') return
  const kept = login.cookies.filter(({ attributes }) => attributes.maxAge !== 0)
  expect(await look(kept, now)).toEqual({ verdict: 'revoked' })
}

describe.each(models)('[ASVS 6.3.3] a login by %s with the password alone, that has found no factor,', (model) => {
  test('starts no session behind the transaction that turns the app on', async () => {
    const { userId, turn, login } = await someone('stored')

    const user = await holdUser(userId)
    const turning = turn()
    await user.waiters(1)
    const logging = login(model)
    // A sealed session needs no row: its login waits with the audit entry.
    await user.waiters(2)
    await user.release()

    expect((await turning).outcome).toBe('changed')
    await expectNothingFrom(await logging)
    expect(await countAlive(userId)).toBe(1)
  })

  test('loses its session to the transaction that turns the app on behind it', async () => {
    const { userId, turn, login } = await someone('stored')

    const user = await holdUser(userId)
    const logging = login(model)
    await user.waiters(1)
    const turning = turn()
    await user.waiters(2)
    await user.release()

    expect((await turning).outcome).toBe('changed')
    await expectNothingFrom(await logging)
    expect(await countAlive(userId)).toBe(1)
  })
})

test('of two confirmations at once, one turns the app on', async () => {
  const { userId, turn } = await someone('stored')

  const user = await holdUser(userId)
  const turning = [turn(), turn()]
  await user.waiters(2)
  await user.release()

  expect(await outcomesOf(turning)).toEqual(['changed', 'ended'])
  expect(await findTotp(userId)).not.toBeNull()
})

test('a revocation of all sessions before the confirmation wins: the app stays off', async () => {
  const { userId, turn } = await someone('stored')

  const user = await holdUser(userId)
  const cutting = cutOffUser(userId, now)
  await user.waiters(1)
  const turning = turn()
  await user.waiters(2)
  await user.release()

  await cutting
  expect((await turning).outcome).toBe('ended')
  expect(await findTotp(userId)).toBeNull()
})

test('a code that waits while the app is turned off starts no session', async () => {
  const { email, userId, secret } = await newProtectedPerson()
  const visitor = await letIn(look((await start('stored', userId, now)).cookies, now))
  const challenge = await challengeFor(email, 'signed', now)

  const table = await holdTable('Totp')
  const turning = turnOff(visitor, guesser, now)
  await table.waiters(1)
  const answering = answer(challenge, await codeAt(secret, now), now)
  await table.waiters(2)
  await table.release()

  expect((await turning).outcome).toBe('changed')
  const answered = await answering
  if (answered.outcome === 'logged_in') expect(await look(cookiesOf(answered), now)).toEqual({ verdict: 'revoked' })
  else expect(['wrong_code', 'expired']).toContain(answered.outcome)
  expect(await countAlive(userId)).toBe(1)
})

test('a recovery code that is entered while all are replaced is refused, and the two do not wait for each other', async () => {
  const { email, userId, recoveryCodes } = await newProtectedPerson()
  const visitor = await letIn(look((await start('stored', userId, now)).cookies, now))
  const challenge = await challengeFor(email, 'signed', now)

  const user = await holdUser(userId)
  const replacing = makeRecoveryCodes(visitor, guesser, now)
  await user.waiters(1)
  const answering = answer(challenge, recoveryCodes[0] ?? '', now)
  await user.waiters(2)
  await user.release()

  expect((await replacing).outcome).toBe('made')
  expect((await answering).outcome).toBe('wrong_code')
})

describe('a secret that is sealed again while', () => {
  const old = 'an older password that has 32 characters'

  /** A user whose secret an older password has sealed. */
  async function withOldSeal() {
    const person = await withSettings({ SESSION_PASSWORDS: [old] }, newProtectedPerson)
    const [newest = ''] = env().SESSION_PASSWORDS
    const reseal = () => withSettings({ SESSION_PASSWORDS: [newest, old] }, () => countSeals({ again: true }))
    return { ...person, reseal }
  }

  test('the app is turned off stays off', async () => {
    const { userId, reseal } = await withOldSeal()
    const visitor = await letIn(look((await start('stored', userId, now)).cookies, now))

    const row = await holdTotp(userId)
    const turning = turnOff(visitor, guesser, now)
    await row.waiters(1)
    const sealing = reseal()
    await row.waiters(2)
    await row.release()

    expect((await turning).outcome).toBe('changed')
    await sealing
    expect(await findTotp(userId)).toBeNull()
  })

  test('the app is replaced keeps the new secret', async () => {
    const { userId, reseal } = await withOldSeal()
    const replaced = await sealSecret(userId, newTotpSecret())

    const row = await holdTotp(userId)
    const replacing = askPostgres(({ totp }) => totp.update({ where: { userId }, data: { secret: replaced } }))
    await row.waiters(1)
    const sealing = reseal()
    await row.waiters(2)
    await row.release()

    await Promise.all([replacing, sealing])
    expect((await findTotp(userId))?.secret).toBe(replaced)
  })

  test('its code is entered is sealed by the newest password, and the code works once', async () => {
    const { email, userId, secret, reseal } = await withOldSeal()
    const [newest = ''] = env().SESSION_PASSWORDS
    const code = await codeAt(secret, now)
    const challenges = [await challengeFor(email, 'stored', now), await challengeFor(email, 'stored', now)]

    const row = await holdTotp(userId)
    const entering = withSettings({ SESSION_PASSWORDS: [newest, old] }, () => answer(challenges[0] ?? '', code, now))
    await row.waiters(1)
    const sealing = reseal()
    await row.waiters(2)
    await row.release()

    expect((await entering).outcome).toBe('logged_in')
    await sealing
    expect(await sealedBy(userId, (await findTotp(userId))?.secret ?? '')).toBe('newest')
    expect((await answer(challenges[1] ?? '', code, now)).outcome).toBe('wrong_code')
  })
})
