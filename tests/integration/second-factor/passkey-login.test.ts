// feature: second-factor (this file)
import { describe, expect, test } from 'vitest'
import { issuer } from '@/lib/addresses'
import { askPostgres } from '@/lib/db/client'
import { newSecret } from '@/lib/ids'
import { disableUser } from '@/lib/server/admin/users'
import { challengeLifetime } from '@/lib/server/second-factor/passkey-challenges'
import { logInWithPasskey } from '@/lib/server/second-factor/passkey-log-in'
import { removePasskey } from '@/lib/server/second-factor/passkeys'
import { beginRegistration } from '@/lib/server/second-factor/register-passkey'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { challengeFor, newBrowser, passkeyOf } from '@/tests/integration/second-factor/passkey'
import { guesser } from '@/tests/integration/support/password'
import { newPerson } from '@/tests/integration/support/person'
import { countAlive, eventsOf } from '@/tests/integration/support/rows'
import { client, letIn, look, present, start, visit } from '@/tests/integration/support/session'
import { Authenticator, type Signing } from '@/tests/support/authenticator'
import { anyModel, models } from '@/tests/support/models'

const now = nowInSeconds()
const later = now + 60

interface Login {
  browser?: ReturnType<typeof newBrowser>
  model?: Model
  /** What an attack says instead. */
  change?: Partial<Signing>
  handle?: string
  at?: number
}

async function logIn(authenticator: Authenticator, { browser = newBrowser(), change = {}, ...login }: Login = {}) {
  const challenge = await challengeFor(browser, later)
  const assertion = authenticator.sign({ challenge, origin: browser.origin, ...change }, login.handle)
  return send(assertion, browser, login)
}

const send = (
  assertion: string,
  ceremony: ReturnType<typeof newBrowser>,
  { model = anyModel, at = later }: Login = {},
) =>
  logInWithPasskey({ assertion, ceremony, model, persistent: true, presented: present([]), client, device: null }, at)

const refused = { outcome: 'wrong_passkey' }

async function withPasskey() {
  const person = await newPerson()
  return { ...person, authenticator: await passkeyOf(person.userId, now) }
}

describe.each(models)('a login with a passkey, %s', (model) => {
  test('[ASVS 6.3.3] starts a session of two factors, without a password', async () => {
    const { userId, authenticator } = await withPasskey()

    const answer = await logIn(authenticator, { model })

    if (answer.outcome !== 'logged_in') throw new Error(answer.outcome)
    const { session } = await letIn(
      visit(
        answer.cookies.filter(({ value }) => value !== ''),
        later,
      ),
    )
    expect(session).toMatchObject({ model, userId, amr: ['hwk', 'mfa'], authenticatedAt: later })
    expect(await eventsOf(userId)).toEqual(['passkey_added', 'login'])
  })

  test('replaces the session that the browser had', async () => {
    const { userId, authenticator } = await withPasskey()
    const { cookies } = await start(model, userId, later)
    const browser = newBrowser()
    const challenge = await challengeFor(browser, later)
    const assertion = authenticator.sign({ challenge, origin: browser.origin })
    const attempt = { assertion, ceremony: browser, model, persistent: true, client, device: null }

    await logInWithPasskey({ ...attempt, presented: present(cookies) }, later)

    expect(await look(cookies, later)).toEqual({ verdict: 'revoked' })
  })
})

test('a passkey that a password manager has copied is a key in software', async () => {
  const { userId } = await newPerson()
  const authenticator = await passkeyOf(userId, now)
  await askPostgres(({ passkey }) => passkey.updateMany({ where: { userId }, data: { deviceType: 'multiDevice' } }))

  const answer = await logIn(authenticator, { change: { isBackedUp: true } })

  if (answer.outcome !== 'logged_in') throw new Error(answer.outcome)
  const { session } = await letIn(
    visit(
      answer.cookies.filter(({ value }) => value !== ''),
      later,
    ),
  )
  expect(session.amr).toEqual(['swk', 'mfa'])
})

describe('[ASVS 6.6.2] a signature is refused, and starts no session,', () => {
  test.each<[string, Partial<Signing>]>([
    ['for another origin', { origin: 'https://evil.example' }],
    ['for another origin, with our RP id', { origin: 'https://evil.example', rpId: new URL(issuer()).hostname }],
    ['for another port of our host', { origin: 'http://localhost:1' }],
    ['for another RP id', { rpId: 'evil.example' }],
    ['made in a frame of another site', { crossOrigin: true }],
    ['without the verification of its user', { isVerified: false }],
    ['without its user', { isPresent: false }],
    ['of a registration', { type: 'webauthn.create' }],
    ['for an invented challenge', { challenge: newSecret() }],
    ['with another kind of device than at the registration', { isBackedUp: true }],
  ])('%s', async (_, change) => {
    const { userId, authenticator } = await withPasskey()

    expect(await logIn(authenticator, { change })).toEqual(refused)
    expect(await countAlive(userId)).toBe(0)
    expect(await logIn(authenticator)).toMatchObject({ outcome: 'logged_in' })
  })

  test('by another key under the same id', async () => {
    const { authenticator } = await withPasskey()
    const forger = new Authenticator(authenticator.id)

    expect(await logIn(forger, { handle: authenticator.handle })).toEqual(refused)
  })

  test('with the handle of another user', async () => {
    const [{ authenticator }, other] = [await withPasskey(), await withPasskey()]

    expect(await logIn(authenticator, { handle: other.authenticator.handle })).toEqual(refused)
  })

  test('that is sent a second time, with the same cookie', async () => {
    const { authenticator } = await withPasskey()
    const browser = newBrowser()
    const challenge = await challengeFor(browser, later)
    const assertion = authenticator.sign({ challenge, origin: browser.origin })

    expect(await send(assertion, browser)).toMatchObject({ outcome: 'logged_in' })
    expect(await send(assertion, browser)).toEqual(refused)
    const again = authenticator.sign({ challenge, origin: browser.origin })
    expect(await send(again, browser)).toEqual(refused)
  })

  test('from another browser than the one with the challenge', async () => {
    const { authenticator } = await withPasskey()
    const browser = newBrowser()
    const challenge = await challengeFor(browser, later)
    const assertion = authenticator.sign({ challenge, origin: browser.origin })
    const other = newBrowser()
    await challengeFor(other, later)

    expect(await send(assertion, newBrowser())).toEqual(refused)
    expect(await send(assertion, other)).toEqual(refused)
    expect(await send(assertion, browser)).toMatchObject({ outcome: 'logged_in' })
  })

  test('five minutes after the challenge was issued', async () => {
    const { authenticator } = await withPasskey()
    const browser = newBrowser()
    const challenge = await challengeFor(browser, later)
    const assertion = authenticator.sign({ challenge, origin: browser.origin })

    expect(await send(assertion, browser, { at: later + challengeLifetime })).toEqual(refused)
    expect(await send(assertion, browser, { at: later + challengeLifetime - 1 })).toMatchObject({
      outcome: 'logged_in',
    })
  })

  test('for a challenge that was issued to register a passkey', async () => {
    const { userId, authenticator } = await withPasskey()
    const visitor = await letIn(look((await start(anyModel, userId, later)).cookies, later))
    const browser = newBrowser()
    const begun = await beginRegistration(visitor, browser, later)
    browser.challenges = begun?.cookies[0]?.value ?? null

    const challenge = begun?.options.challenge ?? ''
    expect(await send(authenticator.sign({ challenge, origin: browser.origin }), browser)).toEqual(refused)
  })

  test('of a passkey that was removed meanwhile', async () => {
    const { userId, authenticator } = await withPasskey()
    const browser = newBrowser()
    const challenge = await challengeFor(browser, later)
    const assertion = authenticator.sign({ challenge, origin: browser.origin })
    const visitor = await letIn(look((await start(anyModel, userId, later)).cookies, later))
    const { id } = await askPostgres(({ passkey }) => passkey.findFirstOrThrow({ where: { userId } }))
    await removePasskey(visitor, id, guesser, later)

    expect(await send(assertion, browser)).toEqual(refused)
  })

  test('of a disabled account', async () => {
    const { userId, authenticator } = await withPasskey()
    await disableUser(userId, later)

    expect(await logIn(authenticator)).toEqual(refused)
  })

  test.each(['', '{}', 'null', '[]', '{"id":"x"}', 'x'.repeat(19_000), '{"id":{"$ne":null}}'])(
    'and so is what is no signature: %s',
    async (assertion) => {
      const browser = newBrowser()
      await challengeFor(browser, later)
      expect(await send(assertion.slice(0, 20_000), browser)).toEqual(refused)
    },
  )
})

describe('the counter of signatures', () => {
  test('has to rise, and a lower one is refused and recorded', async () => {
    const { userId, authenticator } = await withPasskey()

    authenticator.counter = 5
    expect(await logIn(authenticator)).toMatchObject({ outcome: 'logged_in' })
    for (const counter of [5, 4, 0]) {
      authenticator.counter = counter
      expect(await logIn(authenticator)).toEqual(refused)
    }
    authenticator.counter = 4_294_967_295
    expect(await logIn(authenticator)).toMatchObject({ outcome: 'logged_in' })
    const copied = (await eventsOf(userId)).filter((kind) => kind === 'passkey_copied')
    expect(copied).toHaveLength(3)
  })

  test('is not compared for a forged signature: an attacker cannot make a passkey look copied', async () => {
    const { userId, authenticator } = await withPasskey()
    authenticator.counter = 5
    await logIn(authenticator)

    expect(await logIn(new Authenticator(authenticator.id), { handle: authenticator.handle })).toEqual(refused)
    expect(await eventsOf(userId)).not.toContain('passkey_copied')
  })
})

test('two tabs have a challenge each, and the sixth one replaces the first', async () => {
  const { authenticator } = await withPasskey()
  const browser = newBrowser()
  const [first = '', second = ''] = [await challengeFor(browser, later), await challengeFor(browser, later)]
  const signFor = (challenge: string) => authenticator.sign({ challenge, origin: browser.origin })

  expect(await send(signFor(first), browser)).toMatchObject({ outcome: 'logged_in' })
  for (let tab = 0; tab < 4; tab += 1) await challengeFor(browser, later)
  expect(await send(signFor(first), browser)).toEqual(refused)
  expect(await send(signFor(second), browser)).toMatchObject({ outcome: 'logged_in' })
})

test('[ASVS 6.3.4] a passkey whose user was not verified is one factor, and starts no session', async () => {
  const { userId, authenticator } = await withPasskey()

  expect(await logIn(authenticator, { change: { isVerified: false } })).toEqual(refused)
  expect(await countAlive(userId)).toBe(0)
})

test('[ASVS 6.7.2] a challenge has 256 random bits, and is never repeated', async () => {
  const browser = newBrowser()
  const challenges = await Promise.all(Array.from({ length: 50 }, () => challengeFor(browser, later)))

  expect(new Set(challenges).size).toBe(50)
  for (const challenge of challenges) expect(Buffer.from(challenge, 'base64url')).toHaveLength(32)
})

test('[ASVS 6.3.8] an id without a passkey answers the same, and is recorded without an account', async () => {
  const { userId } = await withPasskey()

  expect(await logIn(new Authenticator(), { handle: newSecret() })).toEqual(refused)
  expect(await eventsOf(userId)).toEqual(['passkey_added'])
})
