import { readFileSync } from 'node:fs'
import { generate } from 'otplib'
import { describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { actionId } from '@/tests/support/client-router'
import type { Form } from '@/tests/support/forms'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { normalisePage } from '@/tests/support/normalise-page'
import { newAccount, openSession } from '@/tests/support/open-session'
import { codeOf, newProtectedAccount, wrongCodeOf } from '@/tests/support/second-factor'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()
const challengeName = '__Host-challenge'

interface Login {
  email: string
  password: string
}

const logIn = async ({ email, password }: Login, model: string, visitor = new Visitor(app)) => {
  const answer = await visitor.submit(routes.login, 'password', { email, password, model })
  return { visitor, answer }
}

/** By its field: the word stands in both forms. */
const codeForm = ({ names }: Form) => names.has('code')
const enter = (visitor: Visitor, code: string, headers = {}) =>
  visitor.submit(routes.secondFactor, codeForm, { code }, headers)
const enterRecovery = (visitor: Visitor, recovery: string) =>
  visitor.submit(routes.secondFactor, 'recovery', { recovery })

const namesOf = (visitor: Visitor) => visitor.cookies.map(({ name }) => name)

describe.each(models)('[ASVS 6.3.3] a login by %s of an account with a second factor', (model) => {
  test('leads to the page of the code, and the browser has no session, in any layer', async () => {
    const account = await newProtectedAccount(app)

    const { visitor, answer } = await logIn(account, model)

    expect(answer).toMatchObject({ status: 303, location: routes.secondFactor })
    expect(namesOf(visitor)).toEqual([challengeName])
    expect(answer.setCookies.join('\n')).toMatch(/HttpOnly/)
    expect(await visitor.me()).toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(await visitor.get(routes.dashboard)).toMatchObject({
      status: 303,
      location: expect.stringMatching(/^\/login/),
    })
    expect((await visitor.send('POST', routes.renew, { Origin: app.url })).status).toBe(401)
  })

  test('starts the session with a right code, and leads to where the login wanted', async () => {
    const account = await newProtectedAccount(app)
    const visitor = new Visitor(app)
    const { email, password } = account
    await visitor.submit(`${routes.login}?next=/sessions`, 'password', { email, password, model })

    const answer = await enter(visitor, await codeOf(account.secret))

    expect(answer).toMatchObject({ status: 303, location: '/sessions' })
    expect(namesOf(visitor)).not.toContain(challengeName)
    const me = await visitor.me()
    expect(me).toMatchObject({ status: 200, user: { email }, session: { model } })
    expect(await visitor.get('/api/me').then((given) => given.json())).toMatchObject({
      session: { amr: ['pwd', 'otp', 'mfa'], acr: 'aal2' },
    })
  })

  test('starts it with a recovery code, once', async () => {
    const account = await newProtectedAccount(app)
    const [code = ''] = account.recoveryCodes
    const first = await logIn(account, model)
    expect((await enterRecovery(first.visitor, code)).status).toBe(303)
    expect((await first.visitor.me()).status).toBe(200)

    const second = await logIn(account, model)
    const answer = await enterRecovery(second.visitor, code)
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('That recovery code is wrong, or it was used before.')
    expect((await second.visitor.me()).status).toBe(401)
  })
})

test('[ASVS 6.6.2] a code is of use only in the browser that has entered the password', async () => {
  const account = await newProtectedAccount(app)
  const { visitor } = await logIn(account, 'stored')
  const other = new Visitor(app)

  const answer = await enter(other, await codeOf(account.secret))

  expect(answer.status).toBe(200)
  expect(answer.setCookies).toEqual([])
  expect(answer.body).toContain('This login has expired.')
  expect((await enter(visitor, await codeOf(account.secret))).status).toBe(303)
})

test('[ASVS 6.6.3] a copy of the challenge is refused after its answer, also with the next code', async () => {
  const account = await newProtectedAccount(app)
  const { visitor } = await logIn(account, 'stored')
  const copy = visitor.clone()
  await enter(visitor, await codeOf(account.secret))

  const answer = await enter(copy, await codeOf(account.secret, 1))

  expect(answer.status).toBe(200)
  expect(answer.body).toContain('That code is wrong, or it was used before.')
  expect((await copy.me()).status).toBe(401)
})

test.each(models)('[ASVS 9.2.2] presented as the cookie of a %s session, a challenge opens no page', async (model) => {
  const { visitor } = await logIn(await newProtectedAccount(app), model)
  const value = visitor.cookies.find(({ name }) => name === challengeName)?.value ?? ''
  const thief = new Visitor(app)
  for (const name of ['__Host-sealed', '__Host-stored', '__Host-signed', '__Host-refresh', '__Host-device']) {
    thief.jar.set(name, value)
  }

  expect((await thief.me()).status).toBe(401)
  expect((await thief.get(routes.dashboard)).status).toBe(303)
})

test.each(models)('a cookie of a %s session, presented as a challenge, is none', async (model) => {
  const account = await newProtectedAccount(app)
  const session = await openSession(app, model, account)
  const thief = new Visitor(app)
  thief.jar.set(challengeName, session.cookies[0]?.value ?? '')

  const answer = await enter(thief, await codeOf(account.secret))
  expect(answer.body).toContain('This login has expired.')
  expect((await thief.me()).status).toBe(401)
})

test('[ASVS 6.5.8] the clock of the server decides which code is right, not a time that the request names', async () => {
  const account = await newProtectedAccount(app)
  const { visitor } = await logIn(account, 'stored')
  const hour = 3_600_000
  const code = await generate({ secret: account.secret, epoch: (Date.now() + hour) / 1000 })
  const then = new Date(Date.now() + hour)
  const headers = { Date: then.toUTCString(), 'X-Request-Time': then.toISOString() }

  expect((await enter(visitor, code, headers)).body).toContain('That code is wrong, or it was used before.')
  expect((await enter(visitor, await codeOf(account.secret), headers)).status).toBe(303)
})

describe('[ASVS 6.3.8] an attacker', () => {
  test('without the password sees the same answer with and without a second factor', async () => {
    const accounts = [await newAccount(app), await newProtectedAccount(app)]
    const answers = await Promise.all(accounts.map(({ email }) => logIn({ email, password: 'wrong' }, 'stored')))
    const [plain, guarded] = answers.map(({ answer: { status, location, setCookies, body } }, index) => {
      const shown = normalisePage(body, accounts[index]?.email ?? '')
      return { status, location, setCookies, shown }
    })
    expect(guarded).toEqual(plain)
  })

  test('with the password sees that a code is needed, and not which factors there are', async () => {
    const [one, other] = [await newProtectedAccount(app), await newProtectedAccount(app)]
    const pages = await Promise.all(
      [one, other].map(async (account) => {
        const { visitor } = await logIn(account, 'stored')
        return normalisePage((await visitor.get(routes.secondFactor)).body)
      }),
    )
    const stranger = normalisePage((await new Visitor(app).get(routes.secondFactor)).body)

    expect(pages).toEqual([stranger, stranger])
    for (const { email } of [one, other]) expect(stranger).not.toContain(email)
  })
})

test('[ASVS 3.5.1] another site can send no code, and no GET does', async () => {
  const account = await newProtectedAccount(app)
  const { visitor } = await logIn(account, 'stored')
  const code = await codeOf(account.secret)
  const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
  expect((await enter(visitor, code, foreign)).status).toBe(403)

  const asAction = { 'Next-Action': await actionId(app, 'secondFactorAction'), Origin: app.url }
  for (const method of ['GET', 'HEAD', 'OPTIONS']) {
    for (const headers of [{}, asAction]) {
      const answer = await visitor.send(method, `${routes.secondFactor}?code=${code}&recovery=x`, headers)
      expect(answer.setCookies).toEqual([])
    }
  }
  expect((await enter(visitor, code)).status).toBe(303)
})

test('the log of the server contains neither a code nor a secret, and no page shows what was typed', async () => {
  const account = await newProtectedAccount(app)
  const { visitor } = await logIn(account, 'stored')
  const wrong = await wrongCodeOf(account.secret)
  const [right, [recovery = '']] = [await codeOf(account.secret), account.recoveryCodes]

  const refused = await enter(visitor, wrong)
  expect(normalisePage(refused.body)).not.toContain(`value="${wrong}"`)
  await enterRecovery(
    visitor,
    recovery.replace(/^./, (character) => (character === 'A' ? 'B' : 'A')),
  )
  await enter(visitor, right)

  const lines = readFileSync(app.logFile, 'utf8')
  for (const secret of [account.secret, recovery, recovery.slice(5), account.email]) expect(lines).not.toContain(secret)
})
