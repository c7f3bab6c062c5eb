import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { newSecret } from '@/lib/ids'
import { routes } from '@/lib/routes'
import { Authenticator, type Signing } from '@/tests/support/authenticator'
import { actionId } from '@/tests/support/client-router'
import { givenApplication } from '@/tests/support/given-application'
import { anyModel, models } from '@/tests/support/models'
import { normalisePage } from '@/tests/support/normalise-page'
import { newAccount, openSession, unproven } from '@/tests/support/open-session'
import { passkeyFor } from '@/tests/support/passkey-account'
import { newProtectedAccount } from '@/tests/support/second-factor'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()
const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
const Options = z.object({ challenge: z.string() })

async function challengeOf(visitor: Visitor): Promise<string> {
  const answer = await visitor.send('POST', routes.passkeyOptions, { Origin: visitor.origin })
  return Options.parse(answer.json()).challenge
}

/** Logs in by the action, as the page does. */
async function logIn(visitor: Visitor, authenticator: Authenticator, change: Partial<Signing> = {}, fields = {}) {
  const signing = { challenge: await challengeOf(visitor), origin: visitor.origin, ...change }
  const call = {
    id: await actionId(app, 'passkeyLoginAction'),
    previous: { outcome: 'idle' },
    fields: { assertion: authenticator.sign(signing), model: anyModel, next: '/sessions', ...fields },
  }
  return visitor.callAction(routes.login, call)
}

test('the options are the same for every visitor: they name no passkey, and the cookie is as strict as a session', async () => {
  const account = await newAccount(app)
  await passkeyFor(app, account.userId)
  const visitors = [new Visitor(app), await openSession(app, anyModel, account)]
  const answers = await Promise.all(
    visitors.map((visitor) => visitor.send('POST', routes.passkeyOptions, { Origin: visitor.origin })),
  )

  for (const answer of answers) {
    const { challenge, ...rest } = z.looseObject({ challenge: z.string() }).parse(answer.json())
    expect(Buffer.from(challenge, 'base64url')).toHaveLength(32)
    expect(rest).toEqual({ rpId: 'localhost', userVerification: 'required', timeout: 300_000 })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.setCookies).toHaveLength(1)
    expect(answer.setCookies[0]).toMatch(/^__Host-passkey=.*Path=\/; .*Max-Age=300/)
    for (const attribute of ['Secure', 'HttpOnly', 'SameSite=lax']) expect(answer.setCookies[0]).toContain(attribute)
    expect(answer.setCookies[0]).not.toContain(challenge)
  }
})

describe.each(models)('a login with a passkey, %s', (model) => {
  test('[ASVS 6.3.3] starts a session of two factors that ends with the browser, and leads to where the page wanted', async () => {
    const account = await newAccount(app)
    const authenticator = await passkeyFor(app, account.userId)
    const visitor = new Visitor(app)

    const answer = await logIn(visitor, authenticator, {}, { model, keep: 'no' })

    expect(answer.headers.get('x-action-redirect')).toContain('/sessions')
    const kept = answer.setCookies.filter((cookie) => /^__Host-(sealed|stored|signed|refresh)=[^;]/.test(cookie))
    expect(kept).not.toEqual([])
    expect(kept.filter((cookie) => /max-age|expires/i.test(cookie))).toEqual([])
    expect(await visitor.me()).toMatchObject({
      user: { email: account.email },
      session: { model, amr: ['hwk', 'mfa'], acr: 'aal2' },
    })
  })
})

test('[ASVS 6.3.8] a refused passkey answers the same, whether it is known or not, and sets no cookie', async () => {
  const account = await newAccount(app)
  const known = await passkeyFor(app, account.userId)
  const forged = new Authenticator(known.id)
  forged.handle = known.handle
  const unknown = new Authenticator()
  unknown.handle = newSecret()

  const answers = [
    await logIn(new Visitor(app), forged),
    await logIn(new Visitor(app), unknown),
    await logIn(new Visitor(app), known, { isVerified: false }),
    await logIn(new Visitor(app), known, { origin: 'https://evil.example' }),
    await logIn(new Visitor(app), known, { challenge: newSecret() }),
  ]

  const [first] = answers
  expect(first?.body).toContain('wrong_passkey')
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: first?.status, setCookies: [] })
    expect(normalisePage(answer.body, '')).toBe(normalisePage(first?.body ?? '', ''))
  }
})

test('a signature is refused a second time, also in the browser that has sent it', async () => {
  const account = await newAccount(app)
  const authenticator = await passkeyFor(app, account.userId)
  const visitor = new Visitor(app)
  const assertion = authenticator.sign({ challenge: await challengeOf(visitor), origin: visitor.origin })
  const copy = visitor.clone()
  const call = {
    id: await actionId(app, 'passkeyLoginAction'),
    previous: { outcome: 'idle' },
    fields: { assertion, model: anyModel },
  }

  await visitor.callAction(routes.login, call)
  expect((await visitor.me()).status).toBe(200)
  expect((await copy.callAction(routes.login, call)).body).toContain('wrong_passkey')
  expect((await copy.me()).status).toBe(401)
})

describe('[ASVS 3.5.1] another site can', () => {
  test('get no challenge', async () => {
    const answer = await new Visitor(app).send('POST', routes.passkeyOptions, foreign)
    expect(answer).toMatchObject({ status: 403, setCookies: [] })
  })

  test.each([
    'passkeyLoginAction',
    'secondFactorPasskeyAction',
    'addPasskeyAction',
    'renamePasskeyAction',
    'removePasskeyAction',
  ])('not call %s', async (name) => {
    const account = await newAccount(app)
    const visitor = await openSession(app, anyModel, account)
    const call = { id: await actionId(app, name), previous: { outcome: 'idle' }, fields: { name: 'x' } }
    const answer = await visitor.callAction(routes.security, call, foreign)
    expect(answer).toMatchObject({ status: 403, setCookies: [] })
  })
})

test('[ASVS 7.5.1] a passkey is added and removed only after a recent re-authentication', async () => {
  const account = await newAccount(app)
  const { id } = await passkeyFor(app, account.userId)
  const visitor = await openSession(app, anyModel, { ...account, ...unproven })
  const fieldsOf = { addPasskeyAction: { name: 'Phone' }, removePasskeyAction: { id: crypto.randomUUID() } }

  for (const [name, fields] of Object.entries(fieldsOf)) {
    const call = { id: await actionId(app, name), previous: { outcome: 'idle' }, fields }
    const answer = await visitor.callAction(routes.security, call)
    expect(answer.body).toContain('"prove"')
    expect(answer.body).not.toContain(id)
    expect(answer.setCookies.join()).not.toContain('__Host-passkey')
  }
})

test('the page of an account shows no credential id and no key, and needs a login', async () => {
  const account = await newAccount(app)
  const { id } = await passkeyFor(app, account.userId)
  const visitor = await openSession(app, anyModel, account)

  const { body } = await visitor.get(routes.security)
  expect(body).toContain('A key')
  expect(body).not.toContain(id)
  expect(await new Visitor(app).get(routes.security)).toMatchObject({ status: 303 })
})

test('the log of the server contains neither challenges nor signatures', async () => {
  const account = await newAccount(app)
  const authenticator = await passkeyFor(app, account.userId)
  const visitor = new Visitor(app)
  const challenge = await challengeOf(visitor)
  const assertion = authenticator.sign({ challenge, origin: 'https://evil.example' })
  const call = { id: await actionId(app, 'passkeyLoginAction'), previous: { outcome: 'idle' }, fields: { assertion } }
  await visitor.callAction(routes.login, call)

  const lines = readFileSync(app.logFile, 'utf8')
  for (const secret of [challenge, authenticator.id, authenticator.handle]) expect(lines).not.toContain(secret)
})

describe('a re-authentication asks for what the account has', () => {
  const asked = async (account: { email: string }) => {
    const visitor = await openSession(app, anyModel, { ...account, ...unproven })
    const stepUp = await visitor.submit(routes.account, 'Delete the account', { email: account.email })
    return [stepUp.body, (await visitor.get(routes.account)).body].map((body) => ({
      code: body.includes('Code of your app'),
      recovery: body.includes('>Recovery code<'),
      passkey: body.includes('name="assertion"'),
    }))
  }

  test('a passkey alone: a recovery code or the passkey, and no code of an app', async () => {
    const account = await newAccount(app)
    await passkeyFor(app, account.userId)
    for (const found of await asked(account)) expect(found).toEqual({ code: false, recovery: true, passkey: true })
  })

  test('an app alone: its code, and no passkey', async () => {
    const account = await newProtectedAccount(app)
    for (const found of await asked(account)) expect(found).toEqual({ code: true, recovery: false, passkey: false })
  })

  test('neither: the password alone', async () => {
    const account = await newAccount(app)
    for (const found of await asked(account)) expect(found).toEqual({ code: false, recovery: false, passkey: false })
  })
})
