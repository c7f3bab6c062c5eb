import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { minutes } from '@/lib/time'
import { newcomer } from '@/tests/behaviour/newcomer'
import type { Subject } from '@/tests/behaviour/subject'
import { findForm } from '@/tests/support/forms'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'

/** Notices to users about their own account, and to admins about every account. */
export function told(subject: Subject, model: Model): void {
  const wanted = 'a new battery for the horse'

  async function changed() {
    const { person, visitor } = await newcomer(subject.app, model, { age: minutes(1) })
    await visitor.submit('/account', 'wanted', { current: person.password, wanted })
    return { visitor, person: { ...person, password: wanted } }
  }

  test('[ASVS 6.3.7] a changed password is shown at every later login, until the user dismisses the notice', async () => {
    const { visitor, person } = await changed()
    const next = await openSession(subject.app, model, person)
    for (const path of ['/dashboard', '/sessions', '/account'])
      expect((await next.get(path)).body).toMatch(
        /Your password was changed<\/h2>.* UTC<\/time>, from .*Firefox on Linux/,
      )
    expect((await visitor.get('/dashboard')).body).not.toContain('Your password was changed</h2>')

    const answer = await next.submit('/dashboard', 'until')

    expect(answer.status).toBe(200)
    for (const page of [
      answer,
      await next.get('/sessions'),
      await (await openSession(subject.app, model, person)).get('/account'),
    ])
      expect(page.body).not.toContain('Your password was changed</h2>')
  })

  test('[ASVS 6.3.7] the session that changed the password cannot dismiss the notice, nor can an invalid form', async () => {
    const { visitor, person } = await changed()
    const next = await openSession(subject.app, model, person)
    const form = Object.fromEntries(findForm((await next.get('/dashboard')).body, 'until').fields)

    await visitor.post('/dashboard', form)
    expect((await next.post('/dashboard', { ...form, until: 'now' })).body).toContain(
      'Not saved: the form was incomplete.',
    )
    await next.post('/dashboard', form, { Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' })

    expect((await next.get('/dashboard')).body).toContain('Your password was changed</h2>')
  })

  test('a changed role is shown once to the user and once in the audit trail', async () => {
    const admin = await openSession(subject.app, model, people.ada)
    const { person, visitor } = await newcomer(subject.app, model)
    const give = () => admin.submit(`/admin?q=${person.email}`, 'Change the role', { role: 'editor' })

    expect((await give()).body).toContain('The role is changed.')
    expect((await give()).body).toContain('The account has this role already.')

    const activity = (await visitor.get('/account')).body
    expect(activity.match(/An admin changed the role: member before, now editor\.<\/p>/g)).toHaveLength(1)
    const about = new URLSearchParams({ kind: 'role_changed', person: person.email })
    expect((await admin.get(`/admin/audit?${about}`)).body.match(/member → editor<\/span>/g)).toHaveLength(1)
  })

  test('ending all other sessions is shown as such, and not as ending every session', async () => {
    const { visitor } = await newcomer(subject.app, model)
    await visitor.submit('/sessions', (form) => form.fields.get('scope') === 'others')

    const { body } = await visitor.get('/account')

    expect(body).toContain('You ended every other session.</p>')
    expect(body).not.toContain('Every session was ended.')
  })
}
