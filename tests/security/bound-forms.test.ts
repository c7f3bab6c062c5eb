import { describe, expect, test } from 'vitest'
import { markAccount } from '@/lib/server/guards/account-mark'
import { seal } from '@/lib/session/seal'
import { actionId } from '@/tests/support/client-router'
import { parseForms } from '@/tests/support/forms'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { newAccount, openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { Visitor } from '@/tests/support/visitor'

/*
 * A form acts for the account that its page was rendered for, and for no other (tests/architecture: every action asks).
 */

const app = givenApplication()

const idle = { outcome: 'idle', errors: {}, name: '', note: '', email: '', typed: '', scope: 'one', sessionId: '' }

/** Every action that changes something for an account, with a form that it would accept. */
const actions: readonly [string, Record<string, string>][] = [
  ['changeNameAction', { name: 'Planted' }],
  ['changePasswordAction', { current: people.ada.password, wanted: 'a new day for letters' }],
  ['deleteAccountAction', { email: people.ada.email }],
  ['countVisitAction', {}],
  ['saveNoteAction', { note: 'planted' }],
  ['acknowledgeAction', { until: '2030-01-01T00:00:00.000Z' }],
  ['revokeAction', { scope: 'others', session: '' }],
  ['revokeAction', { scope: 'everywhere', session: '' }],
  ['changeRoleAction', { user: 'another-user', role: 'admin' }],
  ['changeStandingAction', { user: 'another-user', standing: 'disabled' }],
  ['cutOffUserAction', { user: 'another-user' }],
  // feature: required-factor
  ['resetFactorsAction', { user: 'another-user' }],
  ['requireFactorAction', { role: 'member', rule: 'on' }],
  // end
  ['cutOffEveryoneAction', { words: 'everyone out' }],
]

describe.each(models)('%s: a form', (model) => {
  test.each(actions)('of another account, forged or without its field is refused by %s %j', async (name, fields) => {
    const ada = await openSession(app, model, people.ada)
    const { userId } = await newAccount(app)
    const own = (await ada.me()).user?.id ?? ''
    const before = await ada.get('/dashboard')
    const marks = [markAccount(userId), '', own, `${markAccount(own)}x`, await seal('token', { userId: own }), '\0']

    for (const account of marks) {
      const call = { id: await actionId(app, name), fields: { ...fields, account }, previous: idle }
      const answer = await ada.callAction('/login', call)
      expect(answer.body).toContain('"outcome":"other_account"')
      expect(answer.body).toContain(people.ada.email)
      expect(answer.setCookies).toEqual([])
    }
    expect(await ada.me()).toMatchObject({ status: 200, user: { name: 'Ada Lovelace' } })
    expect(parseForms((await ada.get('/dashboard')).body)).toEqual(parseForms(before.body))
  })

  test('without the field, as of a tab from before an update, is refused without JavaScript too, and a logout is not', async () => {
    const visitor = await openSession(app, model)

    const refused = await visitor.submit('/dashboard', 'note', { note: 'from an old tab', account: null })
    expect(refused.body).toContain(`Nothing was changed. You are logged in as ${people.linus.email} now`)
    expect(refused.body).toContain('from an old tab')
    expect((await visitor.get('/dashboard')).body).not.toContain('from an old tab')
    const left = await visitor.submit('/dashboard', 'Log out', { account: null })

    expect(left).toMatchObject({ status: 303, location: '/login?logout=done' })
  })

  test('goes on working when its session is renewed, re-authenticated or started again', async () => {
    const visitor = await openSession(app, model, { age: 6 * 60 })
    const page = await visitor.get('/account')
    const again = await openSession(app, model)
    const mark = (body: string) => parseForms(body)[0]?.fields.get('account')

    expect(mark(page.body)).toMatch(/^[\w-]{22}$/)
    expect(mark((await again.get('/account')).body)).toBe(mark(page.body))
  })
})

test('the field shows no user id, and a page for an unauthenticated request has no such field', async () => {
  const ada = await openSession(app, 'sealed', people.ada)
  const id = (await ada.me()).user?.id ?? 'none'

  expect((await ada.get('/account')).body).not.toContain(id)
  for (const path of ['/login', '/signup']) {
    const { body } = await new Visitor(app).get(path)
    expect(parseForms(body).flatMap(({ names }) => [...names])).not.toContain('account')
  }
})
