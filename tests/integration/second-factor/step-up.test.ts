import { describe, expect, test } from 'vitest'
import { countRecoveryCodes } from '@/lib/db/second-factor/factors'
import { changePassword } from '@/lib/server/account/change-password'
import { stepUp } from '@/lib/server/account/re-authenticate'
import { makeRecoveryCodes } from '@/lib/server/second-factor/turn-off'
import { nowInSeconds } from '@/lib/time'
import {
  answer,
  challengeFor,
  codeAt,
  newProtectedPerson,
  wrongCodeAt,
} from '@/tests/integration/second-factor/protected'
import { guesser, isPasswordOf } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { eventsOf } from '@/tests/integration/support/rows'
import { letIn, look, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const now = nowInSeconds()
const later = now + 1000
const amr = ['pwd', 'otp', 'mfa'] as const
const refused = { outcome: 'wrong_password' }

/** A session with both factors, and the step-up in it. */
async function open(model: (typeof models)[number]) {
  const person = await newProtectedPerson()
  const { cookies } = await start(model, person.userId, now, { amr })
  const visitor = await letIn(look(cookies, now))
  const prove = (code: string | null, typed = password, at = later) => stepUp(visitor, typed, { ...guesser, code }, at)
  return { ...person, visitor, cookies, prove }
}

describe.each(models)('[ASVS 7.5.1] [ASVS 7.5.3] a step-up of a %s session of an account with an app', (model) => {
  test('needs the code beside the password', async () => {
    const { userId, secret, cookies, prove } = await open(model)

    for (const code of [null, '', await wrongCodeAt(secret, later)]) expect(await prove(code)).toEqual(refused)
    const reopened = await prove(await codeAt(secret, later))

    if (reopened.outcome !== 'reopened') throw new Error(reopened.outcome)
    expect(reopened.visitor.session).toMatchObject({ userId, authenticatedAt: later, amr })
    expect(await look(cookies, later)).toEqual({ verdict: 'revoked' })
  })
})

test('a wrong password does not use up the code beside it', async () => {
  const { secret, prove } = await open('stored')
  const code = await codeAt(secret, later)

  expect(await prove(code, 'wrong')).toEqual(refused)
  expect(await prove(code)).toMatchObject({ outcome: 'reopened' })
})

test('a code that was used at the login is refused at the step-up', async () => {
  const { email, secret, prove } = await open('stored')
  const code = await codeAt(secret, later)
  await answer(await challengeFor(email, 'stored', later), code, later)

  expect(await prove(code)).toEqual(refused)
  expect(await prove(await codeAt(secret, later + 30), password, later + 30)).toMatchObject({ outcome: 'reopened' })
})

test('a recovery code does, once, and the owner can read of it', async () => {
  const { userId, recoveryCodes, prove } = await open('stored')

  expect(await prove(recoveryCodes[3] ?? '')).toMatchObject({ outcome: 'reopened' })
  expect(await eventsOf(userId)).toEqual(['recovery_code_used', 'step_up'])
})

test('an account without an app needs no code, and ignores one', async () => {
  const { userId } = await newPerson()
  const visitor = await letIn(look((await start('stored', userId, now)).cookies, now))
  expect(await stepUp(visitor, password, { ...guesser, code: '000000' }, later)).toMatchObject({ outcome: 'reopened' })
})

test('[ASVS 7.5.1] a change of the password needs the code, however recent the login', async () => {
  const { email, secret, visitor } = await open('stored')
  const wanted = { current: password, wanted: 'a new battery for the horse' }

  expect(await changePassword(visitor, wanted, { ...guesser, code: null }, now)).toEqual(refused)
  expect(await isPasswordOf(email, password)).toBe(true)

  const right = { ...guesser, code: await codeAt(secret, now) }
  expect(await changePassword(visitor, wanted, right, now)).toMatchObject({ outcome: 'changed' })
})

describe('new recovery codes', () => {
  test('replace all earlier ones, and end no session', async () => {
    const { userId, email, recoveryCodes, visitor, cookies } = await open('stored')

    const made = await makeRecoveryCodes(visitor, guesser, later)

    if (made.outcome !== 'made') throw new Error(made.outcome)
    expect(await countRecoveryCodes(userId)).toBe(10)
    expect(made.recoveryCodes).not.toContain(recoveryCodes[0])
    const enter = async (code = '') => answer(await challengeFor(email, 'stored', later), code, later)
    expect(await enter(recoveryCodes[0])).toEqual({ outcome: 'wrong_code' })
    expect(await enter(made.recoveryCodes[0])).toMatchObject({ outcome: 'logged_in' })
    await letIn(look(cookies, now))
    expect(await eventsOf(userId)).toContain('recovery_codes_made')
  })

  test('are made neither for an account without a factor nor in a session that was revoked', async () => {
    const { userId } = await newPerson()
    const plain = await letIn(look((await start('stored', userId, now)).cookies, now))
    expect(await makeRecoveryCodes(plain, guesser, later)).toEqual({ outcome: 'ended' })
    expect(await countRecoveryCodes(userId)).toBe(0)
  })
})
