import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { givenApplication } from '@/tests/support/given-application'
import { awaitMail, linkIn, mailTo } from '@/tests/support/mailbox'
import { models } from '@/tests/support/models'
import { normalisePage } from '@/tests/support/normalise-page'
import { newOwner, openSession, unproven } from '@/tests/support/open-session'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()
const wanted = 'paper, ink and parchment'
const newAddress = () => `${randomUUID()}@example.com`

const signUp = (email: string) =>
  new Visitor(app).submit('/signup', 'name', { name: 'Hedy Lamarr', email, password: wanted })
const confirm = (code: string, visitor = new Visitor(app), headers = {}) =>
  visitor.submit('/verify-email', 'code', { code }, headers)
const restore = (code: string, headers = {}) =>
  new Visitor(app).submit('/reset-password/address', 'password', { code, password: wanted }, headers)
const ask = (visitor: Visitor, newEmail: string, fields = {}) =>
  visitor.submit('/account', 'newEmail', { newEmail, ...fields })

test('[ASVS 6.3.8] a sign-up answers the same for a known and a new address, starts no session, and each gets its own mail', async () => {
  const [{ email: known }, fresh] = [await newOwner(app), newAddress()]
  const [a, b] = [await signUp(known), await signUp(fresh)]

  expect(a.body).toContain('We are sending a mail to')
  expect(b).toMatchObject({ status: a.status, setCookies: [] })
  expect(normalisePage(b.body, fresh)).toBe(normalisePage(a.body, known))
  expect((await awaitMail(known, app)).subject).toContain('You have an account already')
  expect((await awaitMail(fresh, app)).subject).toContain('Verify your address')
})

test('a program that opens a link changes nothing: only the form does', async () => {
  const email = newAddress()
  await signUp(email)
  const { link, code } = linkIn(await awaitMail(email, app))
  expect(new URL(link).search).toBe('')

  for (const path of [`/verify-email?code=${code}`, `/reset-password/address?code=${code}&password=x`]) {
    const answer = await new Visitor(app).get(path)
    expect(answer).toMatchObject({ status: 200, setCookies: [] })
    expect(normalisePage(answer.body, path)).not.toContain(`value="${code}"`)
  }
  const answer = await confirm(code)
  expect(answer).toMatchObject({ status: 200, setCookies: [] })
  expect(answer.body).toContain('Your address is verified')
  expect((await confirm(code)).body).toContain('This link does not work')
})

describe.each(models)('[ASVS 7.5.1] with a %s session', (model) => {
  test('a change of the address needs a recent re-authentication', async () => {
    const account = await newOwner(app)
    const visitor = await openSession(app, model, { email: account.email, ...unproven })
    const email = newAddress()

    expect((await ask(visitor, email)).body).toContain('please enter your password to confirm')
    expect((await ask(visitor, email, { proof: 'not the password' })).body).toContain('That is not your password')
    expect(await mailTo(email, app)).toEqual([])
    expect((await ask(visitor, email, { proof: account.password })).body).toContain('We are sending a link')
    await awaitMail(email, app)
  })

  test('[ASVS 7.4.3] the change ends the other session, rotates this one, and the undo ends this one too', async () => {
    const account = await newOwner(app)
    const [visitor, other] = [await openSession(app, model, account), await openSession(app, model, account)]
    const email = newAddress()
    await ask(visitor, email)
    const { code } = linkIn(await awaitMail(email, app))
    const before = visitor.cookies

    expect((await confirm(code, visitor)).body).toContain('Your address is changed')
    expect(visitor.cookies).not.toEqual(before)
    expect(await other.me()).toMatchObject({ status: 401, code: 'revoked' })
    expect(await visitor.me()).toMatchObject({ status: 200, user: { email } })

    const undo = linkIn(await awaitMail(account.email, app))
    expect(await restore(undo.code)).toMatchObject({ status: 303, location: '/login?reset=restored', setCookies: [] })
    expect(await visitor.me()).toMatchObject({ status: 401, code: 'revoked' })
    const login = (typed: string, password: string) =>
      new Visitor(app).submit('/login', 'password', { email: typed, password, model })
    expect((await login(account.email, wanted)).status).toBe(303)
    expect((await login(account.email, account.password)).status).toBe(200)
    expect((await login(email, wanted)).status).toBe(200)
  })
})

test('[ASVS 6.3.8] a request for the address of another account answers the same as for a free one', async () => {
  const [account, { email: known }] = [await newOwner(app), await newOwner(app)]
  const visitor = await openSession(app, 'stored', account)
  const free = newAddress()
  const [a, b] = [await ask(visitor, known), await ask(visitor, free)]

  expect(a.body).toContain('We are sending a link to the new address')
  expect(b.status).toBe(a.status)
  expect(normalisePage(b.body, free)).toBe(normalisePage(a.body, known))
})

test('another site can send none of the forms', async () => {
  const account = await newOwner(app)
  const visitor = await openSession(app, 'stored', account)
  const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
  const email = newAddress()
  await ask(visitor, email)
  const { code } = linkIn(await awaitMail(email, app))

  expect((await confirm(code, visitor, foreign)).status).toBe(403)
  expect((await restore(code, foreign)).status).toBe(403)
  const answer = await visitor.submit('/account', 'newEmail', { newEmail: newAddress() }, foreign)
  expect(answer.status).toBe(403)
  expect((await confirm(code, visitor)).body).toContain('Your address is changed')
})

test('the log of the server never contains a code or an address', async () => {
  const account = await newOwner(app)
  const visitor = await openSession(app, 'sealed', account)
  const email = newAddress()
  await ask(visitor, email)
  const { code } = linkIn(await awaitMail(email, app))
  await confirm(code, visitor)
  const undo = linkIn(await awaitMail(account.email, app))
  await restore(undo.code)

  const lines = readFileSync(app.logFile, 'utf8')
  for (const secret of [code, undo.code, email, account.email]) expect(lines).not.toContain(secret)
})
