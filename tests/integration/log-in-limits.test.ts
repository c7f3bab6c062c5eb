import { beforeEach, describe, expect, test } from 'vitest'
import { changePassword } from '@/lib/server/account/change-password'
import { type LoginAttempt, logIn } from '@/lib/server/account/log-in'
import { signUp } from '@/lib/server/account/sign-up'
import { takeGuess } from '@/lib/server/limits/guess'
import { limits } from '@/lib/server/limits/limits'
import { deviceCookie } from '@/lib/session/cookies'
import { nowInSeconds } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { inTurn, limitGuesses, network, pass, someMail } from '@/tests/integration/support/guesses'
import { guesser } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { countAlive, eventsOf } from '@/tests/integration/support/rows'
import { letIn, look, start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'

const gate = gateBeforeRedis()
limitGuesses()

const { accountAndNetwork, account } = limits
const home = { ip: '203.0.113.9', userAgent: 'a test' }

let userId: string
let email: string
beforeEach(async () => {
  ;({ userId, email } = await newPerson())
})

function attempt(given: Partial<LoginAttempt> = {}) {
  const presented = { authorization: null, cookies: {} }
  return logIn({ email, password, model: 'stored', presented, client: home, device: null, ...given }, nowInSeconds())
}

async function deviceAfterLogin(given: Partial<LoginAttempt> = {}): Promise<string | null> {
  const answer = await attempt(given)
  const cookies = answer.outcome === 'logged_in' ? answer.cookies : []
  return cookies.find(({ name }) => name === deviceCookie)?.value ?? null
}

/**
 * Wrong passwords from many networks, up to the limit of the account. Comparing their passwords is not the point here.
 */
const besiege = () =>
  inTurn(account.tokens, (number) =>
    takeGuess(
      { email },
      { userId, generation: 0 },
      { client: { ...home, ip: network(number) }, device: null },
      nowInSeconds(),
    ),
  )

const tooMany = { outcome: 'too_many', retryAfter: expect.any(Number) }

describe('[ASVS 6.1.1] an account that is guessed at from everywhere', () => {
  test('accepts its owner from a browser that has logged in before, with any number of attempts', async () => {
    const device = await deviceAfterLogin()
    expect(await besiege()).toBe(account.tokens)

    for (let logins = 0; logins < limits.device.tokens + 2; logins += 1) {
      expect(await attempt({ device })).toMatchObject({ outcome: 'logged_in' })
    }
  })

  test('answers its owner in another browser when to try again, with the right password as with a wrong one', async () => {
    await besiege()

    const [right, wrong] = [await attempt(), await attempt({ password: 'wrong' })]
    expect(right).toEqual({ outcome: 'too_many', retryAfter: account.window })
    expect(wrong).toEqual(right)
  })

  test('starts no session and writes no line for each refused login attempt', async () => {
    await besiege()
    for (let tries = 0; tries < 5; tries += 1) await attempt()

    expect(await countAlive(userId)).toBe(0)
    expect(await eventsOf(userId)).toEqual([])
  })

  test('refuses a device cookie of another account, and a forged one', async () => {
    const other = await newPerson()
    const foreign = await deviceAfterLogin({ email: other.email })
    const own = await deviceAfterLogin()
    await besiege()

    for (const device of [foreign, `${own?.slice(0, -30)}`, `x${own}`, 'Fe26.2*1*a*b*c**d*e~2']) {
      expect(await attempt({ device })).toEqual(tooMany)
    }
  })
})

test('wrong passwords are counted, right ones are not', async () => {
  for (let tries = 1; tries < accountAndNetwork.tokens; tries += 1) {
    expect(await attempt({ password: 'wrong' })).toEqual({ outcome: 'wrong_credentials' })
    expect(await attempt()).toMatchObject({ outcome: 'logged_in' })
  }
  expect(await attempt({ password: 'wrong' })).toEqual({ outcome: 'wrong_credentials' })
  expect(await attempt()).toEqual(tooMany)
})

test('[ASVS 6.3.8] an unknown e-mail gets the same answers, in the same order', async () => {
  const answers = async (given: Partial<LoginAttempt>) => {
    const all: unknown[] = []
    for (let tries = 0; tries < accountAndNetwork.tokens + 2; tries += 1) all.push(await attempt(given))
    return all
  }
  const unknown = await answers({ email: someMail(), password: 'wrong', client: { ...home, ip: network(1) } })
  const known = await answers({ password: 'wrong', client: { ...home, ip: network(2) } })

  expect(unknown).toEqual(known)
  expect(known.at(-1)).toEqual(tooMany)
})

test('a device cookie grows with each account that logs in, and omits refused accounts', async () => {
  const other = await newPerson()
  const first = await deviceAfterLogin()
  const both = await deviceAfterLogin({ email: other.email, device: first })
  expect(await deviceAfterLogin({ password: 'wrong', device: first })).toBeNull()
  await besiege()

  expect(await attempt({ device: both })).toMatchObject({ outcome: 'logged_in' })
})

test('signups above the limit are answered alike, and create no account', async () => {
  const person = () => ({ email: someMail(), name: 'Other User', password: 'paper, ink and wax' })
  for (let asked = 0; asked < limits.signup.tokens; asked += 1) {
    expect(await signUp(person(), home)).toEqual({ outcome: 'done' })
  }
  const late = person()
  expect(await signUp(late, home)).toEqual({ outcome: 'too_many', retryAfter: limits.signup.window })
  expect(await attempt({ email: late.email, password: late.password, client: { ...home, ip: '192.0.2.7' } })).toEqual({
    outcome: 'wrong_credentials',
  })
})

test('[ASVS 6.3.1] after ten changes of a password, each with the right one, the next is refused for a while', async () => {
  async function change() {
    const now = nowInSeconds()
    const visitor = await letIn(look((await start('stored', userId, now)).cookies, now))
    return changePassword(visitor, { current: password, wanted: password }, guesser, now)
  }

  const { tokens, window } = limits.passwordChange
  for (let made = 0; made < tokens; made += 1) expect(await change()).toMatchObject({ outcome: 'changed' })
  expect(await change()).toEqual({ outcome: 'too_many_changes', retryAfter: window })
  pass(2 * window)
  expect(await change()).toMatchObject({ outcome: 'changed' })
})

describe('when Redis is unavailable, no login attempt is accepted, because it could not be counted:', () => {
  test.for(['shut', 'frozen'] as const)('%s', async (state) => {
    gate.set(state)

    await expect(attempt({ password: 'wrong' })).rejects.toMatchObject({ code: 'unavailable', store: 'redis' })
    const person = { email: someMail(), name: 'Other User', password: 'paper, ink and wax' }
    await expect(signUp(person, home)).rejects.toMatchObject({ code: 'unavailable', store: 'redis' })
  })

  test('where limits are off, the attempt limiter is not called', async () => {
    gate.set('shut')
    await withSettings({ RATE_LIMIT: 'off' }, async () => {
      expect(await attempt({ password: 'wrong' })).toEqual({ outcome: 'wrong_credentials' })
    })
  })
})

test('switched off, limits refuse no attempt', async () => {
  await withSettings({ RATE_LIMIT: 'off' }, async () => {
    for (let tries = 0; tries < 2 * accountAndNetwork.tokens; tries += 1) {
      expect(await attempt({ password: 'wrong' })).toEqual({ outcome: 'wrong_credentials' })
    }
    expect(await deviceAfterLogin()).toBeNull()
  })
})
