import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findLogin } from '@/lib/db/users'
import { changePassword } from '@/lib/server/account/change-password'
import { logIn } from '@/lib/server/account/log-in'
import { stepUp } from '@/lib/server/account/re-authenticate'
import { signUp } from '@/lib/server/account/sign-up'
import { describeHealth } from '@/lib/server/api/health'
import { limits } from '@/lib/server/limits/limits'
import { turnQueues } from '@/lib/server/limits/turns'
import { nowInSeconds } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { limitGuesses, someMail } from '@/tests/integration/support/guesses'
import { isPasswordOf } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { countAlive, eventsOf } from '@/tests/integration/support/rows'
import { letIn, look, start } from '@/tests/integration/support/session'
import { sizeTurns } from '@/tests/integration/support/turns'

const gate = gateBeforeRedis()
limitGuesses()

const home = { ip: '203.0.113.9', userAgent: 'a test' }
const guesser = { client: home, device: null }
const wanted = 'a new battery for the horse'

let userId: string
let email: string
beforeEach(async () => {
  ;({ userId, email } = await newPerson())
})

/** Nothing waits too long, however slow this machine is. */
const policy = { running: 1, waiting: 3, ofOneNetwork: 3, longestWait: 600 }

sizeTurns(policy)

let release: () => Promise<unknown> = async () => undefined
afterEach(() => release())

/** Other people occupy a queue until `release`. @param left the places that stay free */
function occupy(left: number, queue = turnQueues().hashes): void {
  let end: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    end = resolve
  })
  const size = policy.running + policy.waiting - left
  const others = Array.from({ length: size }, (_, number) => queue.run(`network ${number}`, () => held))
  release = () => {
    end()
    return Promise.all(others)
  }
}

function attempt(given: { email?: string; password?: string } = {}) {
  const presented = { authorization: null, cookies: {} }
  return logIn({ email, password, model: 'stored', presented, client: home, device: null, ...given }, nowInSeconds())
}

const busy = { outcome: 'busy' }
const tooMany = { outcome: 'too_many', retryAfter: expect.any(Number) }

describe('while a queue is full', () => {
  test('a login is refused, leaves no session and no event, and succeeds afterwards', async () => {
    occupy(0)
    expect(await attempt()).toEqual(busy)
    expect([await countAlive(userId), await eventsOf(userId)]).toEqual([0, []])

    await release()
    expect(await attempt()).toMatchObject({ outcome: 'logged_in' })
  })

  test('a refused login does not count: as many wrong passwords as ever are compared afterwards', async () => {
    occupy(0)
    for (let tries = 0; tries < limits.accountAndNetwork.tokens + 2; tries += 1)
      expect(await attempt({ password: 'wrong' })).toEqual(busy)
    await release()

    for (let tries = 0; tries < limits.accountAndNetwork.tokens; tries += 1)
      expect(await attempt({ password: 'wrong' })).toEqual({ outcome: 'wrong_credentials' })
    expect(await attempt()).toEqual(tooMany)
  })

  test('[ASVS 6.3.1] the limits come first: an attacker without attempts left takes no place', async () => {
    for (let tries = 0; tries < limits.accountAndNetwork.tokens; tries += 1) await attempt({ password: 'wrong' })

    occupy(0)
    expect(await attempt()).toEqual(tooMany)
  })

  test.each([
    ['a known', () => email],
    ['an unknown', someMail],
  ])('[ASVS 6.3.8] %s address gets the same refusal, and with room it waits in the queue', async (_, address) => {
    occupy(0)
    expect(await attempt({ email: address(), password: 'wrong' })).toEqual(busy)
    await release()

    occupy(1)
    const waiting = attempt({ email: address(), password: 'wrong' })
    await expect.poll(() => turnQueues().hashes.state).toBe('full')
    await release()
    expect(await waiting).toEqual({ outcome: 'wrong_credentials' })
  })

  test('a sign-up creates no account, and does not count', async () => {
    const person = { email: someMail(), name: 'Other User', password }
    occupy(0)
    for (let tries = 0; tries < limits.signup.tokens + 1; tries += 1) expect(await signUp(person, home)).toEqual(busy)
    expect(await findLogin(person.email)).toBeNull()

    await release()
    expect(await signUp(person, home)).toEqual({ outcome: 'done' })
    expect(await findLogin(person.email)).not.toBeNull()
  })

  test('a re-authentication is refused, does not count, and the session goes on', async () => {
    const { cookies, session } = await start('stored', userId)
    const visitor = await letIn(look(cookies))
    occupy(0)
    for (let tries = 0; tries < limits.accountAndNetwork.tokens + 2; tries += 1)
      expect(await stepUp(visitor, password, guesser, nowInSeconds())).toEqual(busy)
    expect((await letIn(look(cookies))).session.id).toBe(session.id)

    await release()
    expect(await stepUp(visitor, password, guesser, nowInSeconds())).toMatchObject({ outcome: 'reopened' })
  })

  test('a password stays as it was, and its session goes on', async () => {
    const { cookies } = await start('stored', userId)
    const visitor = await letIn(look(cookies))
    occupy(0)
    expect(await changePassword(visitor, { current: password, wanted }, guesser, nowInSeconds())).toEqual(busy)

    await release()
    expect([await isPasswordOf(email, password), await isPasswordOf(email, wanted)]).toEqual([true, false])
    expect((await letIn(look(cookies))).verdict).toBe('allowed')
  })

  test('a password stays as it was, too, when the queue fills up between the two hashes', async () => {
    const { cookies } = await start('stored', userId)
    const visitor = await letIn(look(cookies))
    occupy(2)
    const changing = changePassword(visitor, { current: password, wanted }, guesser, nowInSeconds())
    await expect.poll(() => turnQueues().hashes.size).toBe(2)

    // Runs between the two, and fills the queue before the new password asks for a place.
    const between = turnQueues().hashes.run('another', async () => {
      occupy(1)
      expect(await changing).toEqual(busy)
    })
    await release()
    await between
    expect(await isPasswordOf(email, password)).toBe(true)
  })

  test.each(['shut', 'frozen'] as const)(
    'of logins, a login and a sign-up are refused without a question to a store: with Redis %s, too',
    async (state) => {
      gate.set(state)
      occupy(0, turnQueues().logins)
      const person = { email: someMail(), name: 'Other User', password }
      expect([await attempt(), await signUp(person, home)]).toEqual([busy, busy])
      gate.set('open')

      await release()
      expect(await attempt()).toMatchObject({ outcome: 'logged_in' })
      expect(await findLogin(person.email)).toBeNull()
    },
  )

  test('of logins, a signed-in visitor can still change the password', async () => {
    const { cookies } = await start('stored', userId)
    const visitor = await letIn(look(cookies))
    occupy(0, turnQueues().logins)
    const answer = await changePassword(visitor, { current: password, wanted }, guesser, nowInSeconds())
    expect(answer.outcome).toBe('changed')
  })

  test('/api/health says so, and that the stores are well', async () => {
    expect(await describeHealth()).toMatchObject({ status: 'ok', logins: 'free' })
    occupy(1)
    expect(await describeHealth()).toMatchObject({ status: 'ok', logins: 'waiting' })
    await release()
    occupy(0)
    expect(await describeHealth()).toMatchObject({ status: 'ok', logins: 'full' })
  })
})
