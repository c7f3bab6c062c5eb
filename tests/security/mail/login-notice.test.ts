import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newSecret } from '@/lib/ids'
import { type Process, startBeside } from '@/tests/security/support/another-process'
import { findForm } from '@/tests/support/forms'
import { givenApplication } from '@/tests/support/given-application'
import { logInByForm } from '@/tests/support/log-in'
import { awaitMail, mailTo } from '@/tests/support/mailbox'
import { anyModel, models } from '@/tests/support/models'
import { noticedLogin } from '@/tests/support/noticed-login'
import { type Account, newAccount, openSession } from '@/tests/support/open-session'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()
const wanted = 'a better secret than that'
const page = '/reset-password/not-me'

const report = (code: string, headers = {}, visitor = new Visitor(app)) =>
  visitor.submit(page, 'code', { code }, headers)

const intrusion = (model = anyModel) => noticedLogin(app, model)

const logIn = ({ email }: Account, password: string, model = anyModel) =>
  new Visitor(app).submit('/login', 'password', { email, password, model })

/** The second form, as the answer to the first one shows it. */
function sendSecond(body: string, password: string) {
  const form = findForm(body, 'password')
  return new Visitor(app).post(page, { ...Object.fromEntries(form.fields), password })
}

describe.each(models)('"this was not me" about a %s session', (model) => {
  test('[ASVS 6.3.5] ends it in the next request, and accepts no login until the owner has set a new password', async () => {
    const { account, attacker, code } = await intrusion(model)
    const elsewhere = await openSession(app, model, account)
    expect(await attacker.me()).toMatchObject({ status: 200 })

    const answer = await report(code)

    expect(answer).toMatchObject({ status: 200, setCookies: [] })
    expect(answer.body).toContain('Every session of your account has ended')
    for (const visitor of [attacker, elsewhere])
      expect(await visitor.me()).toMatchObject({ status: 401, code: 'revoked' })
    expect((await logIn(account, account.password, model)).body).toContain('do not match an account')

    const refused = await sendSecond(answer.body, 'password')
    expect(refused.body).toContain('Too many people use this password')
    expect(await sendSecond(refused.body, wanted)).toMatchObject({ status: 303, location: '/login?reset=done' })
    expect((await logIn(account, account.password, model)).body).toContain('do not match an account')
    expect(await logIn(account, wanted, model)).toMatchObject({ status: 303 })
  })
})

test('the code works once, and a wrong one never: no session ends, and the page says why', async () => {
  const { account, attacker, code } = await intrusion()
  const bystander = await openSession(app, anyModel, await newAccount(app))
  const wrong = await report(newSecret())
  expect(wrong.body).toContain('This link does not work')
  expect(await attacker.me()).toMatchObject({ status: 200 })

  await sendSecond((await report(code)).body, wanted)
  const owner = await logInByForm(app, anyModel, { ...account, password: wanted })
  expect((await report(code)).body).toContain('This link does not work')
  for (const visitor of [owner, bystander]) expect(await visitor.me()).toMatchObject({ status: 200 })
})

test('a program that opens the link changes nothing, also with the code as a query', async () => {
  const { attacker, link, code } = await intrusion()
  expect(new URL(link)).toMatchObject({ pathname: page, search: '', origin: new URL(app.url).origin })

  for (const path of [page, `${page}?code=${code}`]) {
    const answer = await new Visitor(app).get(path)
    expect(answer).toMatchObject({ status: 200, setCookies: [] })
    expect(answer.body).not.toContain(`value="${code}"`)
  }
  expect(await attacker.me()).toMatchObject({ status: 200 })
  expect((await report(code)).body).toContain('Every session of your account has ended')
})

test('another site cannot send the form', async () => {
  const { attacker, code } = await intrusion()
  const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }

  expect((await report(code, foreign)).status).toBe(403)
  expect(await attacker.me()).toMatchObject({ status: 200 })
})

test('the user of another account who opens the link ends the sessions of its owner, and not the own one', async () => {
  const { attacker, code } = await intrusion()
  const other = await openSession(app, anyModel, await newAccount(app))
  await report(code, {}, other)

  expect(await other.me()).toMatchObject({ status: 200 })
  expect(await attacker.me()).toMatchObject({ status: 401, code: 'revoked' })
})

test('neither the pages of the new session nor the log of the server contain the code', async () => {
  const { attacker, account, code } = await intrusion()
  for (const path of ['/dashboard', '/sessions', '/account'])
    expect((await attacker.get(path)).body).not.toContain(code)
  await report(code)

  const lines = readFileSync(app.logFile, 'utf8')
  for (const secret of [code, account.email]) expect(lines).not.toContain(secret)
})

describe('with device cookies', () => {
  let limited: Process
  beforeAll(async () => {
    limited = await startBeside({ RATE_LIMIT: 'on' })
  })
  afterAll(() => limited?.stop())

  test('a browser that has logged in before causes no mail, and a browser with copied session cookies alone does', async () => {
    const account = await newAccount(limited)
    const visitor = await logInByForm(limited, anyModel, account)
    await logInByForm(limited, anyModel, { ...account, visitor })
    expect(await mailTo(account.email, app)).toEqual([])

    const copy = visitor.clone()
    copy.jar.delete('__Host-device')
    await logInByForm(limited, anyModel, { ...account, visitor: copy })
    await awaitMail(account.email, app)
  })
})
