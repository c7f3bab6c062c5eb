// feature: second-factor (this file)
import { describe, expect, test } from 'vitest'
import { issuer } from '@/lib/addresses'
import { changePassword } from '@/lib/server/account/change-password'
import { logIn } from '@/lib/server/account/log-in'
import { limits } from '@/lib/server/limits/limits'
import { type Ceremony, challengeLifetime } from '@/lib/server/second-factor/passkey-challenges'
import { answerChallengeWithPasskey } from '@/lib/server/second-factor/passkey-log-in'
import { stepUpWithPasskey } from '@/lib/server/second-factor/passkey-step-up'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import { challengeCookie } from '@/lib/session/cookies'
import { nowInSeconds } from '@/lib/time'
import { challengeFor, newBrowser, passkeyOf } from '@/tests/integration/second-factor/passkey'
import { guesser } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { countAlive, eventsOf } from '@/tests/integration/support/rows'
import { client, letIn, look, present, start, visit } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import type { Authenticator, Signing } from '@/tests/support/authenticator'
import { anyModel, models } from '@/tests/support/models'

const now = nowInSeconds()
const later = now + 60

async function withPasskey() {
  const person = await newPerson()
  return { ...person, authenticator: await passkeyOf(person.userId, now) }
}

async function assert(authenticator: Authenticator, browser: Ceremony, change: Partial<Signing> = {}) {
  const challenge = await challengeFor(browser, later)
  return authenticator.sign({ challenge, origin: issuer(), ...change })
}

const browser = { presented: present([]), client, device: null }

/** The right password of an account with a passkey. @returns the challenge cookie */
async function enterPassword(email: string, model = anyModel): Promise<string> {
  const answer = await logIn({ email, password, model, ...browser }, later)
  if (answer.outcome !== 'challenged') throw new Error(answer.outcome)
  expect(answer.cookies.map(({ name }) => name)).toEqual([challengeCookie])
  return answer.cookies[0]?.value ?? ''
}

const answer = (challenge: string, assertion: string, ceremony: Ceremony, at = later) =>
  answerChallengeWithPasskey({ challenge, assertion, ceremony, ...browser }, at)

describe.each(models)('the second step of a login, %s', (model) => {
  test('[ASVS 6.3.3] the password alone starts no session; with the passkey it has two factors', async () => {
    const { userId, email, authenticator } = await withPasskey()
    const challenge = await enterPassword(email, model)
    expect(await countAlive(userId)).toBe(0)

    const ceremony = newBrowser()
    const done = await answer(challenge, await assert(authenticator, ceremony), ceremony)

    if (done.outcome !== 'logged_in') throw new Error(done.outcome)
    const credentials = done.cookies.filter(({ value, name }) => value !== '' && name !== '__Host-device')
    const { session } = await letIn(visit(credentials, later))
    expect(session).toMatchObject({ model, userId, amr: ['pwd', 'hwk', 'mfa'] })
    expect(done.cookies.find(({ name }) => name === challengeCookie)?.attributes.maxAge).toBe(0)
  })
})

describe('[ASVS 6.6.2] the second step is refused', () => {
  test('with a passkey of another account', async () => {
    const [{ userId, email }, attacker] = [await withPasskey(), await withPasskey()]
    const challenge = await enterPassword(email)
    const ceremony = newBrowser()
    const assertion = await assert(attacker.authenticator, ceremony)

    expect(await answer(challenge, assertion, ceremony)).toEqual({ outcome: 'wrong_passkey' })
    expect(await countAlive(userId)).toBe(0)
    expect(await countAlive(attacker.userId)).toBe(0)
    expect(await eventsOf(userId)).toContain('passkey_refused')
  })

  test('a second time, with the same login or with the same signature', async () => {
    const { email, authenticator } = await withPasskey()
    const [first, second, ceremony] = [await enterPassword(email), await enterPassword(email), newBrowser()]
    const assertion = await assert(authenticator, ceremony)

    expect(await answer(first, assertion, ceremony)).toMatchObject({ outcome: 'logged_in' })
    expect(await answer(second, assertion, ceremony)).toEqual({ outcome: 'wrong_passkey' })
    expect(await answer(first, await assert(authenticator, ceremony), ceremony)).toEqual({ outcome: 'wrong_passkey' })
  })

  test('five minutes after the password, without it, and after all sessions were revoked', async () => {
    const { userId, email, authenticator } = await withPasskey()
    const [challenge, ceremony] = [await enterPassword(email), newBrowser()]
    const assertion = await assert(authenticator, ceremony)

    expect(await answer(challenge, assertion, ceremony, later + challengeLifetime)).toEqual({ outcome: 'expired' })
    expect(await answer('forged', assertion, ceremony)).toEqual({ outcome: 'expired' })
    await cutOffUser(userId, later)
    expect(await answer(challenge, assertion, ceremony)).toEqual({ outcome: 'expired' })
  })

  test('without the verification of the user, although the password was right', async () => {
    const { email, authenticator } = await withPasskey()
    const [challenge, ceremony] = [await enterPassword(email), newBrowser()]
    const assertion = await assert(authenticator, ceremony, { isVerified: false })

    expect(await answer(challenge, assertion, ceremony)).toEqual({ outcome: 'wrong_passkey' })
  })
})

describe.each(models)('a step-up with a passkey, %s', (model) => {
  const stepUp = async (userId: string, authenticator: Authenticator, change: Partial<Signing> = {}) => {
    const { session, cookies } = await start(model, userId, later)
    const visitor = await letIn(look(cookies, later))
    const ceremony = newBrowser()
    const assertion = await assert(authenticator, ceremony, change)
    return { session, cookies, answer: await stepUpWithPasskey(visitor, { assertion, ceremony, client }, later) }
  }

  test('[ASVS 7.2.4] [ASVS 7.5.1] needs no password, and rotates the session id', async () => {
    const { userId, authenticator } = await withPasskey()

    const { session, cookies, answer: done } = await stepUp(userId, authenticator)

    if (done.outcome !== 'reopened') throw new Error(done.outcome)
    expect(done.visitor.session).toMatchObject({ authenticatedAt: later, amr: ['pwd', 'hwk', 'mfa'] })
    expect(done.visitor.session.id).not.toBe(session.id)
    expect(await look(cookies, later)).toEqual({ verdict: 'revoked' })
    expect((await eventsOf(userId)).at(-1)).toBe('step_up')
  })

  test('is refused with a passkey of another account, and without the verification of the user', async () => {
    const [{ userId, authenticator }, other] = [await withPasskey(), await withPasskey()]

    for (const tried of [
      await stepUp(userId, other.authenticator),
      await stepUp(userId, authenticator, { isVerified: false }),
    ]) {
      expect(tried.answer).toEqual({ outcome: 'wrong_password' })
      expect(await look(tried.cookies, later)).toMatchObject({ verdict: 'allowed' })
    }
  })
})

test('a password change takes the passkey in place of the code, and refuses that of another account', async () => {
  const [{ userId, authenticator }, other] = [await withPasskey(), await withPasskey()]
  const visitor = await letIn(look((await start(anyModel, userId, later)).cookies, later))
  const change = async (from: Authenticator | null) => {
    const ceremony = newBrowser()
    const passkey = from && { assertion: await assert(from, ceremony), ...ceremony }
    const wanted = 'a new battery for the horse'
    return changePassword(visitor, { current: password, wanted }, { ...guesser, passkey }, later)
  }

  expect(await change(null)).toEqual({ outcome: 'wrong_password' })
  expect(await change(other.authenticator)).toEqual({ outcome: 'wrong_password' })
  expect(await change(authenticator)).toMatchObject({ outcome: 'changed' })
})

test('[ASVS 6.3.1] refused passkeys are limited for one network', async () => {
  const { userId, authenticator } = await withPasskey()
  const visitor = await letIn(look((await start(anyModel, userId, later)).cookies, later))
  const from = { ip: '203.0.113.77', userAgent: null }
  const tryOnce = async (change: Partial<Signing> = {}) => {
    const ceremony = newBrowser()
    const assertion = await assert(authenticator, ceremony, change)
    return stepUpWithPasskey(visitor, { assertion, ceremony, client: from }, later)
  }

  await withSettings({ RATE_LIMIT: 'on' }, async () => {
    for (let tries = 0; tries < limits.passkey.tokens; tries += 1) {
      expect(await tryOnce({ isVerified: false })).toEqual({ outcome: 'wrong_password' })
    }
    expect(await tryOnce()).toMatchObject({ outcome: 'too_many' })
  })
})
