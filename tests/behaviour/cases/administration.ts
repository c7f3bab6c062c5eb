import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { newcomer } from '@/tests/behaviour/newcomer'
import type { Subject } from '@/tests/behaviour/subject'
import { expectRefused } from '@/tests/behaviour/visits'
import { actionId } from '@/tests/support/client-router'
import type { Form } from '@/tests/support/forms'
import { logInByForm } from '@/tests/support/log-in'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { Visitor } from '@/tests/support/visitor'

const idle = { outcome: 'idle', typed: '' }

/** The form in a user's row whose button has this label. */
const actUpon = (userId: string, button: string) => (form: Form) =>
  form.fields.get('user') === userId && form.text.includes(button)

/** Actions of an admin on other accounts, and the refusal for every other user. */
export function administration(subject: Subject, model: Model): void {
  const ada = () => openSession(subject.app, model, people.ada)

  async function someone() {
    const { person, visitor } = await newcomer(subject.app, model)
    return { person, visitor, userId: person.userId, row: `/admin?q=${person.email}` }
  }

  test('[ASVS 7.4.5] an admin ends every session of a user, from the page', async () => {
    const [admin, { person, visitor, userId, row }] = [await ada(), await someone()]

    const answer = await admin.submit(row, actUpon(userId, 'End every session'))

    expect(answer.body).toContain('Every session of this account has ended.')
    await expectRefused(subject.app, subject.gate, visitor, 'revoked')
    await logInByForm(subject.app, model, { ...person, visitor })
  })

  test('[ASVS 7.4.2] an admin disables an account and enables it again', async () => {
    const [admin, { person, visitor, userId, row }] = [await ada(), await someone()]

    const disabled = await admin.submit(row, actUpon(userId, 'Disable the account'))
    expect(disabled.body).toContain('>disabled</span>')
    await expectRefused(subject.app, subject.gate, visitor, 'revoked')
    await expect(logInByForm(subject.app, model, person)).rejects.toThrow('answered 200')

    await admin.submit(row, actUpon(userId, 'Enable the account'))
    expect((await visitor.me()).status).toBe(401)
    await logInByForm(subject.app, model, { ...person, visitor })
  })

  test('an admin grants and removes a role: access to /admin changes with the next request', async () => {
    const [admin, { visitor, userId, row }] = [await ada(), await someone()]
    expect((await visitor.get('/admin')).status).toBe(403)

    await admin.submit(row, actUpon(userId, 'Change the role'), { role: 'admin' })
    expect((await visitor.get('/admin')).status).toBe(200)
    expect((await visitor.get('/dashboard')).body).toContain('href="/admin"')

    await admin.submit(row, actUpon(userId, 'Change the role'), { role: 'member' })
    for (const path of ['/admin', '/admin/audit']) expect((await visitor.get(path)).status).toBe(403)
    expect((await visitor.get('/dashboard')).body).not.toContain('href="/admin"')
  })

  test('a user who is no admin gets a page that says so, without the list of users', async () => {
    for (const { email } of [people.linus, people.grace]) {
      const visitor = await openSession(subject.app, model, { email })
      for (const path of ['/admin', '/admin/audit', `/admin?q=${people.ada.email}`]) {
        const page = await visitor.get(path)
        expect(page.status).toBe(403)
        expect(page.body).toContain('This page is for admins')
        expect(page.body).not.toContain('Ada Lovelace')
      }
    }
  })

  test.for(['changeRoleAction', 'changeStandingAction', 'cutOffUserAction', 'cutOffEveryoneAction'])(
    '%s of a user who is no admin changes nothing, on any page',
    async (action) => {
      const [linus, { visitor, userId }] = [await openSession(subject.app, model), await someone()]
      const fields = { user: userId, role: 'admin', standing: 'disabled', words: 'everyone out' }
      const id = await actionId(subject.app, action)

      for (const path of ['/dashboard', '/login']) {
        const answer = await linus.callAction(path, { id, fields, previous: idle })
        expect(answer.body).toContain('"outcome":"forbidden"')
      }
      const stranger = await new Visitor(subject.app).callAction('/login', { id, fields, previous: idle })
      expect(stranger.body).toContain('"outcome":"ended"')
      expect(await visitor.me()).toMatchObject({ status: 200, user: { role: 'member' } })
    },
  )

  test('a demoted admin cannot act from a page that is still open', async () => {
    const [admin, second, third] = [await ada(), await someone(), await someone()]
    await admin.submit(second.row, actUpon(second.userId, 'Change the role'), { role: 'admin' })
    const fields = { user: third.userId, role: 'admin' }
    const id = await actionId(subject.app, 'changeRoleAction')

    await admin.submit(second.row, actUpon(second.userId, 'Change the role'), { role: 'editor' })
    const answer = await second.visitor.callAction('/admin', { id, fields, previous: idle })

    expect(answer.body).toContain('"outcome":"forbidden"')
    expect(await third.visitor.me()).toMatchObject({ user: { role: 'member' } })
  })

  test('an admin cannot change their own account: no form offers it, and a forged form changes nothing', async () => {
    const admin = await ada()
    const page = await admin.get(`/admin?q=${people.ada.email}`)
    const own = (await admin.me()).user?.id ?? ''
    expect(page.body).toContain('This is your own account. Another admin can change it.')
    expect(page.body).not.toContain(`value="${own}"`)

    for (const [action, fields] of [
      ['changeRoleAction', { user: own, role: 'member' }],
      ['changeStandingAction', { user: own, standing: 'disabled' }],
    ] as const) {
      const id = await actionId(subject.app, action)
      const answer = await admin.callAction('/admin', { id, fields, previous: idle })
      expect(answer.body).toContain('"outcome":"self"')
    }
    expect(await admin.me()).toMatchObject({ status: 200, user: { role: 'admin' } })
  })

  test('[ASVS 7.4.5] [ASVS 7.5.3] revoking every session of all users needs a typed confirmation, and logs the admin out too', async () => {
    const [admin, { visitor }] = [await ada(), await someone()]

    const refused = await admin.submit('/admin', 'words', { words: 'everyone' })
    expect(refused.body).toContain('No user was logged out')
    expect(await visitor.me()).toMatchObject({ status: 200 })

    const saved = admin.clone()
    const answer = await admin.submit('/admin', 'words', { words: 'everyone out' })
    expect(answer).toMatchObject({ status: 303, location: '/login?logout=everyone&next=%2Fadmin' })
    expect((await admin.follow(answer)).body).toContain('All users are logged out, and so are you.')
    expect(admin.cookies).toEqual([])
    for (const one of [visitor, saved]) await expectRefused(subject.app, subject.gate, one, 'revoked')
  })
}
