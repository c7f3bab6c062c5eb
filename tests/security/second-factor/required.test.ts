// feature: required-factor (this file)
import { afterEach, describe, expect, test } from 'vitest'
import { askPostgres } from '@/lib/db/client'
import { routes } from '@/lib/routes'
import { type Form, findForm } from '@/tests/support/forms'
import { givenApplication } from '@/tests/support/given-application'
import { logInByForm } from '@/tests/support/log-in'
import { awaitMail } from '@/tests/support/mailbox' // feature: mail
import { anyModel, models } from '@/tests/support/models'
import { type Account, newAccount, openSession, unproven } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { reach } from '@/tests/support/reach'
import { codeOf, newProtectedAccount } from '@/tests/support/second-factor'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()

/** Other tests of this application have no rules. */
afterEach(async () => {
  reach(app.url)
  await askPostgres(({ requiredFactor }) => requiredFactor.deleteMany())
})

const ruleFor = (role: string, rule: 'on' | 'off') => (form: Form) =>
  form.fields.get('role') === role && form.fields.get('rule') === rule

async function setRule(role: string, rule: 'on' | 'off' = 'on', admin?: Account) {
  const visitor = await openSession(app, 'sealed', admin ?? people.ada)
  return visitor.submit(routes.admin, ruleFor(role, rule))
}

/** An editor without a second factor who has logged in since editors need one. */
async function waitingEditor(model = anyModel) {
  const account = await newAccount(app, 'editor')
  expect((await setRule('editor')).body).toContain('The rule is changed.')
  return { account, visitor: await logInByForm(app, model, account) }
}

/** What the page shows of a new app. */
function secretIn(body: string): string {
  const [, shown = ''] = /<p class="[^"]*font-mono[^"]*">([A-Z2-7 ]+)<\/p>/.exec(body) ?? []
  return shown.replaceAll(' ', '')
}

const guarded = [routes.dashboard, routes.sessions, routes.account, routes.tokens, routes.admin, routes.audit]

describe.each(models)('an admin requires a second factor of editors, %s:', (model) => {
  test('[ASVS 6.3.3] an editor without one logs in, and every page leads to the one that sets it up', async () => {
    const { visitor } = await waitingEditor(model)

    for (const path of guarded)
      expect([path, await visitor.get(path)]).toMatchObject([path, { location: routes.security }])
    const page = await visitor.get(routes.security)
    expect(page.status).toBe(200)
    expect(page.body).toContain('Your account needs a second factor.')
  })

  test('[ASVS 6.3.3] the API refuses the session with a code, also its token, and after a renewal', async () => {
    const { visitor } = await waitingEditor(model)
    const refused = { status: 403, code: 'factor_required' }

    expect(await visitor.me()).toMatchObject(refused)
    expect((await visitor.send('POST', '/api/token', { Origin: visitor.origin })).json()).toMatchObject(refused)
    expect((await visitor.get('/api/notes')).json()).toMatchObject(refused)
    expect((await visitor.send('POST', routes.renew, { Origin: visitor.origin })).status).toBe(204)
    expect(await visitor.me()).toMatchObject(refused)
    // model: signed
    const token = visitor.cookies.find(({ name }) => name === '__Host-signed')?.value
    if (!token) return
    const bearer = { Authorization: `Bearer ${token}` }
    expect(await new Visitor(app).me(bearer)).toMatchObject(refused)
    // end
  })

  test('[ASVS 6.3.3] an action of another page changes nothing, and leads there too', async () => {
    const { account, visitor } = await waitingEditor(model)
    const other = await openSession(app, model, account)
    const forms = [
      [routes.account, 'Save the name', { name: 'Another Name' }],
      [routes.sessions, 'End every other session', {}],
    ] as const

    for (const [path, words, fields] of forms) {
      // The form of a session that has what it needs, posted with the cookies of the waiting one.
      const form = findForm((await other.get(path)).body, words)
      const answer = await visitor.post(path, { ...Object.fromEntries(form.fields), ...fields })
      expect([path, answer.location]).toEqual([path, routes.security])
    }
    expect(await other.me()).toMatchObject({ status: 200, user: { name: 'Test User' } })
  })

  test('[ASVS 6.3.3] with an app that is set up there, everything opens, without another login', async () => {
    const { account, visitor } = await waitingEditor(model)

    const begun = await visitor.submit(routes.security, 'Set up an app')
    const secret = secretIn(begun.body)
    const fields = Object.fromEntries(findForm(begun.body, 'setUp').fields)
    const done = await visitor.post(routes.security, { ...fields, code: await codeOf(secret) })

    expect(done.body).toContain('We ask for a code at each login from now on.')
    expect(done.body).not.toContain('Your account needs a second factor.')
    expect(await visitor.me()).toMatchObject({ status: 200, user: { email: account.email } })
    expect((await visitor.get(routes.dashboard)).status).toBe(200)
    const off = { proof: account.password, proofCode: await codeOf(secret, 1) }
    const kept = await visitor.submit(routes.security, 'Turn it off', off)
    expect(kept.body).toContain('your role needs a second factor, and the app is the last one')
  })

  test('[ASVS 7.4.3] the sessions of editors without one end, and those of other users stay', async () => {
    const [bare, protectedOne] = [await newAccount(app, 'editor'), await newProtectedAccount(app, 'editor')]
    const ending = await openSession(app, model, bare)
    const staying = [await openSession(app, model, protectedOne), await openSession(app, model, await newAccount(app))]

    await setRule('editor')

    expect(await ending.me()).toMatchObject({ status: 401, code: 'revoked' })
    for (const visitor of staying) expect(await visitor.me()).toMatchObject({ status: 200 })
  })
})

test('[ASVS 7.5.3] the rule asks for the password first, keeps the choice, and stands in the audit trail', async () => {
  const ada = await openSession(app, anyModel, { email: people.ada.email, ...unproven })
  const asked = await ada.submit(routes.admin, ruleFor('editor', 'on'))
  expect(asked.body).toContain('please enter your password to confirm')

  const form = findForm(asked.body, ruleFor('editor', 'on'))
  const done = await ada.post(routes.admin, { ...Object.fromEntries(form.fields), proof: people.ada.password })

  expect(done.body).toContain('The rule is changed. Users of this role without a second factor are logged out.')
  const trail = await ada.get(`${routes.audit}?kind=factor_required`)
  for (const fact of ['Second factor required of a role', 'editor', people.ada.email])
    expect(trail.body).toContain(fact)
})

test('an admin without a second factor cannot require it of admins, and stays logged in', async () => {
  const ada = await openSession(app, anyModel, people.ada)
  const answer = await ada.submit(routes.admin, ruleFor('admin', 'on'))
  expect(answer.body).toContain('this is your own role. Set up a second factor for your own account first.')
  expect((await ada.get(routes.admin)).status).toBe(200)
})

test('a rule that is lifted logs the waiting editors out, and their next login opens everything', async () => {
  const { account, visitor } = await waitingEditor()
  await setRule('editor', 'off')
  expect(await visitor.me()).toMatchObject({ status: 401, code: 'revoked' })
  const next = await logInByForm(app, anyModel, account)
  expect((await next.get(routes.dashboard)).status).toBe(200)
})

test.each([
  ['a member', 'member'],
  ['an editor', 'editor'],
] as const)('[ASVS 3.5.1] neither %s nor another site can change a rule or reset a factor', async (_, role) => {
  const victim = await newProtectedAccount(app)
  const ada = await openSession(app, anyModel, people.ada)
  const path = `${routes.admin}?q=${victim.email}`
  const { body } = await ada.get(path)
  const visitor = await openSession(app, anyModel, await newAccount(app, role))
  const own = findForm((await visitor.get(routes.account)).body, 'Save the name').fields.get('account') ?? ''
  const foreign = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }

  for (const matcher of [ruleFor('member', 'on'), 'Reset the second factor'] as const) {
    const fields = Object.fromEntries(findForm(body, matcher).fields)
    await visitor.post(path, { ...fields, account: own })
    expect((await ada.post(path, fields, foreign)).status).toBe(403)
  }
  const after = (await ada.get(path)).body
  expect(after).toMatch(/>on</)
  expect(findForm(after, ruleFor('member', 'on')).fields.get('rule')).toBe('on')
})

describe('a reset of the second factor', () => {
  const pageOf = ({ email }: Account) => `${routes.admin}?q=${email}`
  const resetOf = async (account: Account) =>
    (await openSession(app, anyModel, people.ada)).submit(pageOf(account), 'Reset the second factor')

  test('[ASVS 6.4.4] lets the password alone log in, and is not offered for an account without a factor', async () => {
    const account = await newProtectedAccount(app)
    const other = await openSession(app, anyModel, people.ada)
    const { fields } = findForm((await other.get(pageOf(account))).body, 'Reset the second factor')
    const login = { email: account.email, password: account.password, model: anyModel }
    expect((await new Visitor(app).submit(routes.login, 'password', login)).location).toBe(routes.secondFactor)

    expect((await resetOf(account)).body).toContain('The second factor is reset.')

    expect((await new Visitor(app).submit(routes.login, 'password', login)).location).toBe(routes.dashboard)
    expect((await other.get(pageOf(account))).body).not.toContain('Reset the second factor')
    const late = await other.post(pageOf(account), Object.fromEntries(fields))
    expect(late.body).toContain('Nothing was changed: this account has no second factor.')
  })

  // feature: mail
  test('[ASVS 6.3.7] sends the owner a mail', async () => {
    const account = await newProtectedAccount(app)
    await resetOf(account)
    const mail = await awaitMail(account.email, app)
    expect(mail.subject).toContain('Your second factor was reset')
    for (const secret of [account.secret, ...account.recoveryCodes]) expect(mail.text + mail.html).not.toContain(secret)
  })
  // end
})
