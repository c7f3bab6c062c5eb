import { describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { findForm } from '@/tests/support/forms'
import { givenApplication } from '@/tests/support/given-application'
import { awaitMail, linkIn } from '@/tests/support/mailbox' // feature: mail
import { models } from '@/tests/support/models'
import { newAccount, openSession, unproven } from '@/tests/support/open-session'
import { codeOf, newProtectedAccount, wrongCodeOf } from '@/tests/support/second-factor'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()

const begin = (visitor: Visitor, fields = {}) => visitor.submit(routes.security, 'Set up an app', fields)

/** What the page shows of a new app. */
function setUpIn(body: string) {
  const [, sealed = ''] = /name="setUp" value="([^"]+)"/.exec(body) ?? []
  const [, shown = ''] = /<p class="[^"]*font-mono[^"]*">([A-Z2-7 ]+)<\/p>/.exec(body) ?? []
  const codes = body.match(/[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5}/g) ?? []
  return { sealed, secret: shown.replaceAll(' ', ''), codes: [...new Set(codes)] }
}

/** The second form stands in the answer to the first. */
function confirm(visitor: Visitor, answer: Awaited<ReturnType<typeof begin>>, code: string, headers = {}) {
  const form = findForm(answer.body, 'setUp')
  return visitor.post(routes.security, { ...Object.fromEntries(form.fields), code }, headers)
}

describe.each(models)('in a %s session', (model) => {
  test('[ASVS 7.4.3] the app is turned on without JavaScript, and every other session ends', async () => {
    const account = await newAccount(app)
    const other = await openSession(app, model, account)
    const visitor = await openSession(app, model, account)
    const before = visitor.clone()

    const begun = await begin(visitor)
    const { secret, codes } = setUpIn(begun.body)
    expect(codes).toHaveLength(10)
    expect(await other.me()).toMatchObject({ status: 200 })
    const done = await confirm(visitor, begun, await codeOf(secret))

    expect(done.body).toContain('We ask for a code at each login from now on.')
    expect(done.body).not.toContain(codes[0])
    for (const ended of [other, before]) expect(await ended.me()).toMatchObject({ status: 401, code: 'revoked' })
    expect(await visitor.me()).toMatchObject({ status: 200, session: { model } })
    const login = { email: account.email, password: account.password, model }
    const next = await new Visitor(app).submit(routes.login, 'password', login)
    expect(next.location).toBe(routes.secondFactor)
  })

  test('[ASVS 7.5.1] turning it off needs the password and a code, however recent the login was', async () => {
    const account = await newProtectedAccount(app)
    const visitor = await openSession(app, model, account)
    const off = (proof: string, proofCode: string) => visitor.submit(routes.security, 'proofCode', { proof, proofCode })

    for (const [proof, code] of [
      [account.password, ''],
      [account.password, await wrongCodeOf(account.secret)],
      ['wrong', await codeOf(account.secret)],
      ['', await codeOf(account.secret)],
    ]) {
      const refused = await off(proof ?? '', code ?? '')
      expect(refused.body).not.toContain('We no longer ask for a code.')
    }
    const done = await off(account.password, await codeOf(account.secret))

    expect(done.body).toContain('We no longer ask for a code.')
    expect(await visitor.me()).toMatchObject({ status: 200 })
    const login = { email: account.email, password: account.password, model }
    expect((await new Visitor(app).submit(routes.login, 'password', login)).location).toBe(routes.dashboard)
  })
})

test('[ASVS 7.5.1] a session whose login was long ago shows no new secret without the password', async () => {
  const account = await newAccount(app)
  const visitor = await openSession(app, 'stored', { ...account, ...unproven })

  const asked = await begin(visitor)
  expect(setUpIn(asked.body)).toEqual({ sealed: '', secret: '', codes: [] })
  expect(asked.body).toContain('please enter your password to confirm')
})

test('[ASVS 7.5.1] an old session of an account with an app needs password and code to make new recovery codes', async () => {
  const account = await newProtectedAccount(app)
  const visitor = await openSession(app, 'stored', { ...account, ...unproven })
  const asked = await visitor.submit(routes.security, 'Make new codes')
  expect(asked.body).toContain('name="proofCode"')
  expect(setUpIn(asked.body).codes).toEqual([])
})

test('[ASVS 3.5.1] another site can neither begin, nor turn on or off, nor make codes', async () => {
  const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
  const guarded = await newProtectedAccount(app)
  const visitor = await openSession(app, 'stored', guarded)
  const fields = { proof: guarded.password, proofCode: await codeOf(guarded.secret) }
  for (const form of ['Make new codes', 'Turn it off']) {
    expect((await visitor.submit(routes.security, form, fields, foreign)).status).toBe(403)
  }
  const plain = await openSession(app, 'stored', await newAccount(app))
  const begun = await begin(plain)
  expect((await plain.submit(routes.security, 'Set up an app', {}, foreign)).status).toBe(403)
  expect((await confirm(plain, begun, await codeOf(setUpIn(begun.body).secret), foreign)).status).toBe(403)
  expect((await plain.get(routes.security)).body).toContain('The app is off.')
})

test('what was prepared in one account turns nothing on in another', async () => {
  const one = await openSession(app, 'stored', await newAccount(app))
  const other = await openSession(app, 'stored', await newAccount(app))
  const [begun, own] = [await begin(one), await begin(other)]
  const { sealed, secret } = setUpIn(begun.body)

  const fields = Object.fromEntries(findForm(own.body, 'setUp').fields)
  const answer = await other.post(routes.security, { ...fields, setUp: sealed, code: await codeOf(secret) })

  expect(answer.body).toContain('too much time has passed')
  expect((await other.get(routes.security)).body).toContain('The app is off.')
})

test('a page of the account shows no secret and no recovery code of an app that is on', async () => {
  const account = await newProtectedAccount(app)
  const visitor = await openSession(app, 'stored', account)
  for (const path of [routes.security, routes.account, routes.dashboard, routes.me]) {
    const { body } = await visitor.get(path)
    for (const secret of [account.secret, ...account.recoveryCodes]) expect(body).not.toContain(secret)
  }
})

// feature: mail
test('[ASVS 6.3.7] the owner gets a mail when an app is turned on, and when a recovery code is used', async () => {
  const account = await newAccount(app)
  const visitor = await openSession(app, 'stored', account)
  const begun = await begin(visitor)
  const { secret, codes } = setUpIn(begun.body)
  await confirm(visitor, begun, await codeOf(secret))
  expect(await awaitMail(account.email, app)).toMatchObject({
    subject: expect.stringContaining('Second factor turned on'),
  })

  const login = new Visitor(app)
  const { email, password } = account
  await login.submit(routes.login, 'password', { email, password, model: 'stored' })
  await login.submit(routes.secondFactor, 'recovery', { recovery: codes[0] ?? '' })
  const mail = await awaitMail(account.email, app, 2)
  expect(mail.subject).toContain('A recovery code was used')
  for (const code of [secret, ...codes]) expect(mail.text + mail.html).not.toContain(code)
})

test('[ASVS 6.4.3] a password that was reset by mail does not bypass the second factor', async () => {
  const account = await newProtectedAccount(app)
  await new Visitor(app).submit('/forgot-password', 'email', { email: account.email })
  const { code } = linkIn(await awaitMail(account.email, app))
  const visitor = new Visitor(app)
  const password = 'another paper, ink and wax'
  expect(await visitor.submit('/reset-password', 'password', { code, password })).toMatchObject({ setCookies: [] })

  const answer = await visitor.submit(routes.login, 'password', { email: account.email, password, model: 'stored' })
  expect(answer.location).toBe(routes.secondFactor)
  expect((await visitor.me()).status).toBe(401)
})
// end
