import { describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { disable } from '@/lib/db/cut-off'
import { setRole } from '@/lib/db/roles'
import { findLogin } from '@/lib/db/users'
import { env } from '@/lib/env'
import { changePassword } from '@/lib/server/account/change-password'
import { logIn } from '@/lib/server/account/log-in'
import { challengeLifetime } from '@/lib/server/second-factor/challenge'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import { seal } from '@/lib/session/seal'
import { minutes, nowInSeconds, toDate } from '@/lib/time'
import {
  answer,
  browser,
  challengeFor,
  codeAt,
  cookiesOf,
  newProtectedPerson,
  wrongCodeAt,
} from '@/tests/integration/second-factor/protected'
import { guesser } from '@/tests/integration/support/password'
import { newPerson, password } from '@/tests/integration/support/person'
import { countAlive, eventsOf } from '@/tests/integration/support/rows'
import { client, letIn, look, present, start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { models } from '@/tests/support/models'

const now = nowInSeconds()
const later = now + 60
const expired = { outcome: 'expired' }
const wrong = { outcome: 'wrong_code' }

describe.each(models)('a login by %s of an account with an app', (model) => {
  test('[ASVS 6.3.3] with the right password alone starts no session, and sets the challenge as its only cookie', async () => {
    const { email, userId } = await newProtectedPerson()

    const given = await logIn({ email, password, model, presented: present([]), ...browser }, now)

    expect(given).toMatchObject({
      outcome: 'challenged',
      cookies: [
        {
          name: '__Host-challenge',
          attributes: { httpOnly: true, secure: true, sameSite: 'lax', path: '/', maxAge: minutes(5) },
        },
      ],
    })
    expect(await countAlive(userId)).toBe(0)
    expect(await eventsOf(userId)).toEqual(['second_factor_asked'])
  })

  test('[ASVS 6.3.3] with the code of the app starts a session that knows both factors, for a day at most', async () => {
    const { email, userId, secret } = await newProtectedPerson()
    const challenge = await challengeFor(email, model, now)

    const given = await answer(challenge, await codeAt(secret, later), later)

    const { session } = await letIn(look(cookiesOf(given), later))
    expect(session).toMatchObject({ userId, model, amr: ['pwd', 'otp', 'mfa'], authenticatedAt: later })
    expect(session.endsAt).toBeLessThanOrEqual(later + minutes(24 * 60))
    expect(given).toMatchObject({ next: '/dashboard' })
    expect(
      given.outcome === 'logged_in' && given.cookies.find(({ name }) => name === '__Host-challenge'),
    ).toMatchObject({
      value: '',
      attributes: { maxAge: 0 },
    })
    expect(await eventsOf(userId)).toEqual(['login', 'second_factor_asked'])
  })

  test('[ASVS 6.4.4] with a recovery code starts one that says so, and the code works once', async () => {
    const { email, userId, recoveryCodes } = await newProtectedPerson()
    const [code = ''] = recoveryCodes

    const given = await answer(await challengeFor(email, model, now), code.toLowerCase(), later)

    expect((await letIn(look(cookiesOf(given), later))).session.amr).toEqual(['pwd', 'recovery', 'mfa'])
    expect(await eventsOf(userId)).toEqual(['recovery_code_used', 'login', 'second_factor_asked'])
    expect(await answer(await challengeFor(email, model, now), code, later)).toEqual(wrong)
  })

  test('ends the session that the browser had before with the code, not with the password', async () => {
    const { email, secret } = await newProtectedPerson()
    const held = await start(model, (await newPerson()).userId, now)
    const given = await logIn({ email, password, model, presented: present(held.cookies), ...browser }, now)
    const challenge = given.outcome === 'challenged' ? (given.cookies[0]?.value ?? '') : ''
    await letIn(look(held.cookies, later))

    await answer(challenge, await codeAt(secret, later), later, held.cookies)

    expect(await look(held.cookies, later)).toEqual({ verdict: 'revoked' })
  })

  test.each([
    ['its password was changed', (userId: string, secret: string) => changeThePassword(userId, secret)],
    ['it was logged out everywhere', (userId: string) => cutOffUser(userId, now)],
    ['everyone was logged out', () => cutOffEveryone(now)],
    ['it was disabled', (userId: string) => disable(userId, toDate(now))],
    ['it was deleted', (userId: string) => askPostgres(({ user }) => user.deleteMany({ where: { id: userId } }))],
  ])('[ASVS 7.4.3] gets nothing for a right code when %s since the password', async (_, happen) => {
    const { email, userId, secret } = await newProtectedPerson()
    const challenge = await challengeFor(email, model, now)

    await happen(userId, secret)

    expect(await answer(challenge, await codeAt(secret, later), later)).toEqual(expired)
  })

  test('starts a session with the role that the user has when the code arrives', async () => {
    const { email, userId, secret } = await newProtectedPerson()
    const challenge = await challengeFor(email, model, now)
    await setRole(userId, 'editor')

    const given = await answer(challenge, await codeAt(secret, later), later)

    expect((await letIn(look(cookiesOf(given), later))).session.role).toBe('editor')
  })
})

/** With the next code of the app: the change needs one. */
async function changeThePassword(userId: string, secret: string): Promise<void> {
  const { cookies } = await start('stored', userId, now)
  const prover = { ...guesser, code: await codeAt(secret, now) }
  const wanted = { current: password, wanted: 'a new battery for the horse' }
  const { outcome } = await changePassword(await letIn(look(cookies, now)), wanted, prover, now)
  if (outcome !== 'changed') throw new Error(outcome)
}

describe('[ASVS 6.6.2] [ASVS 6.6.3] a challenge', () => {
  test('is answered once: a copy of its cookie is refused, also with the next code of the app', async () => {
    const { email, userId, secret } = await newProtectedPerson()
    const challenge = await challengeFor(email, 'stored', now)
    await answer(challenge, await codeAt(secret, later), later)

    expect(await answer(challenge, await codeAt(secret, later + 30), later + 30)).toEqual(wrong)
    expect(await countAlive(userId)).toBe(1)
  })

  test('stays after a wrong code', async () => {
    const { email, secret } = await newProtectedPerson()
    const challenge = await challengeFor(email, 'sealed', now)

    expect(await answer(challenge, await wrongCodeAt(secret, later), later)).toEqual(wrong)
    expect(await answer(challenge, await codeAt(secret, later), later)).toMatchObject({ outcome: 'logged_in' })
  })

  test('ends after five minutes by the clock of the server', async () => {
    const { email, secret } = await newProtectedPerson()
    const challenge = await challengeFor(email, 'signed', now)
    const [last, over] = [now + challengeLifetime - 1, now + challengeLifetime]

    expect(await answer(challenge, await codeAt(secret, over), over)).toEqual(expired)
    expect(await answer(challenge, await codeAt(secret, last), last)).toMatchObject({ outcome: 'logged_in' })
  })

  test('is needed: without its cookie, or with another seal, a right code is refused', async () => {
    const { email, userId, secret } = await newProtectedPerson()
    const login = await findLogin(email)
    const { cookies } = await start('sealed', userId, now)
    const claims = {
      id: 'forged',
      userId,
      ...login?.access,
      model: 'sealed',
      persistent: true,
      next: '/',
      issuedAt: now,
    }
    const real = await challengeFor(email, 'sealed', now)

    for (const forged of [
      null,
      '',
      'forged',
      cookies[0]?.value ?? '',
      await seal('device', claims),
      await seal('totp_setup', claims),
      `${real.slice(0, -6)}A${real.slice(-5)}`,
      await sealedByAnother(claims),
    ]) {
      expect(await answer(forged, await codeAt(secret, later), later)).toEqual(expired)
    }
    expect(await answer(await seal('challenge', claims), await codeAt(secret, later), later)).toMatchObject({
      outcome: 'logged_in',
    })
  })

  test.each(models)('is no credential: presented as the cookie of a %s session it opens nothing', async (model) => {
    const { email } = await newProtectedPerson()
    const value = await challengeFor(email, model, now)

    for (const name of ['__Host-sealed', '__Host-stored', '__Host-signed', '__Host-refresh'] as const) {
      const copy = { name, value, attributes: { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } } as const
      expect(await look([copy], now)).toMatchObject({ verdict: 'anonymous' })
    }
  })

  test('of one account is not answered by the code or the recovery code of another', async () => {
    const [one, other] = [await newProtectedPerson(), await newProtectedPerson()]
    const challenge = await challengeFor(one.email, 'stored', now)

    expect(await answer(challenge, await codeAt(other.secret, later), later)).toEqual(wrong)
    expect(await answer(challenge, other.recoveryCodes[0] ?? '', later)).toEqual(wrong)
    expect(await countAlive(one.userId)).toBe(0)
    expect(await eventsOf(one.userId)).toEqual(['second_factor_failed', 'second_factor_failed', 'second_factor_asked'])
    expect(
      await answer(await challengeFor(other.email, 'stored', now), other.recoveryCodes[0] ?? '', later),
    ).toMatchObject({ outcome: 'logged_in' })
  })

  test('starts the session of the model and the kind that the login form chose', async () => {
    const { email, userId, secret } = await newProtectedPerson()
    const login = { email, password, model: 'sealed', persistent: false, presented: present([]), ...browser } as const
    const given = await logIn({ ...login, next: '/sessions' }, now)
    const challenge = given.outcome === 'challenged' ? (given.cookies[0]?.value ?? '') : ''

    const done = await answer(challenge, await codeAt(secret, later), later)

    expect(done).toMatchObject({ outcome: 'logged_in', next: '/sessions' })
    const [cookie] = cookiesOf(done)
    expect(cookie?.name).toBe('__Host-sealed')
    expect(cookie?.attributes.maxAge).toBeUndefined()
    expect(await countAlive(userId)).toBe(0)
  })
})

const sealedByAnother = (claims: object) =>
  withSettings({ SESSION_PASSWORDS: ['another password that has 32 characters'] }, () => seal('challenge', claims))

describe('[ASVS 6.5.1] a code of the app', () => {
  const enter = async (email: string, code: string, at: number) =>
    answer(await challengeFor(email, 'stored', at), code, at)

  test('works once', async () => {
    const { email, secret } = await newProtectedPerson()
    const code = await codeAt(secret, now)

    expect(await enter(email, code, now)).toMatchObject({ outcome: 'logged_in' })
    expect(await enter(email, code, now)).toEqual(wrong)
    expect(await enter(email, code, now + 29)).toEqual(wrong)
  })

  test('is refused after a later one was used, although its own time has not passed', async () => {
    const { email, secret } = await newProtectedPerson()

    expect(await enter(email, await codeAt(secret, now + 30), now)).toMatchObject({ outcome: 'logged_in' })
    for (const at of [now - 30, now]) expect(await enter(email, await codeAt(secret, at), now)).toEqual(wrong)
    expect(await enter(email, await codeAt(secret, now + 60), now + 60)).toMatchObject({ outcome: 'logged_in' })
  })

  test('works with spaces, as some apps show it', async () => {
    const { email, secret } = await newProtectedPerson()
    const code = await codeAt(secret, now)
    expect(await enter(email, ` ${code.slice(0, 3)} ${code.slice(3)} `, now)).toMatchObject({ outcome: 'logged_in' })
  })

  test('opens nothing after the sealed secret was copied into the row of another user', async () => {
    const [one, other] = [await newProtectedPerson(), await newProtectedPerson()]
    const row = await askPostgres(({ totp }) => totp.findUniqueOrThrow({ where: { userId: other.userId } }))
    await askPostgres(({ totp }) => totp.update({ where: { userId: one.userId }, data: { secret: row.secret } }))

    expect(await enter(one.email, await codeAt(other.secret, now), now)).toEqual(wrong)
  })

  test('is sealed by the newest password when it is used: the older one can be retired', async () => {
    const { email, secret } = await newProtectedPerson()
    const [old = ''] = env().SESSION_PASSWORDS
    const newest = 'a newer password that has 32 characters'
    await withSettings({ SESSION_PASSWORDS: [newest, old] }, async () => enter(email, await codeAt(secret, now), now))

    await withSettings({ SESSION_PASSWORDS: [newest] }, async () => {
      expect(await enter(email, await codeAt(secret, now + 30), now + 30)).toMatchObject({ outcome: 'logged_in' })
    })
  })
})

test('[ASVS 6.3.8] a wrong password is answered alike with and without a second factor, in outcome and audit', async () => {
  const [plain, guarded] = [await newPerson(), await newProtectedPerson()]
  const login = { password: 'wrong', model: 'stored', presented: present([]), client, device: null } as const

  for (const { email } of [plain, guarded]) {
    expect(await logIn({ ...login, email }, now)).toEqual({ outcome: 'wrong_credentials' })
  }
  expect(await eventsOf(guarded.userId)).toEqual(await eventsOf(plain.userId))
})

test('an account without an app answers a challenge like one with a wrong code: the answer does not show the factors', async () => {
  const { email, userId, secret, recoveryCodes } = await newProtectedPerson()
  const challenge = await challengeFor(email, 'stored', now)
  await askPostgres(({ totp }) => totp.deleteMany({ where: { userId } }))

  expect(await answer(challenge, await codeAt(secret, now), now)).toEqual(wrong)
  expect(await answer(challenge, recoveryCodes[1] ?? '', now)).toMatchObject({ outcome: 'logged_in' })
})
