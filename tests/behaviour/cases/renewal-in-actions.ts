import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { traitsOf } from '@/tests/behaviour/differences'
import type { Subject } from '@/tests/behaviour/subject'
import { noteOn, saveCookies, saveNote } from '@/tests/behaviour/visits'
import { actionId } from '@/tests/support/client-router'
import { findForm } from '@/tests/support/forms'
import { models } from '@/tests/support/models'
import { due, endGrace, openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'

/** Renewal and an action in one request: both set cookies, and the action's must win. */
export function renewalInActions(subject: Subject, model: Model): void {
  const { keepsDataInCookie } = traitsOf(model)

  /** Submits from a page that was loaded while the credential was fresh. */
  const fieldsOf = async (form: string) =>
    findForm((await (await openSession(subject.app, model)).get('/dashboard')).body, form).fields

  test('a form sent without JavaScript during a renewal loses no field', async () => {
    const fields = await fieldsOf('note')
    const visitor = await openSession(subject.app, model, due)

    const answer = await visitor.post('/dashboard', { ...Object.fromEntries(fields), note: 'written slowly' })

    expect(answer.status).toBe(200)
    expect(answer.body).toContain('Saved.')
    expect(noteOn(await visitor.get('/dashboard'))).toBe('written slowly')
  })

  test('a form sent with JavaScript during a renewal loses no field', async () => {
    const visitor = await openSession(subject.app, model, due)

    const answer = await saveNote(subject.app, visitor, 'written slowly')

    expect(answer.body).toContain('"outcome":"saved"')
    expect(noteOn(await visitor.get('/dashboard'))).toBe('written slowly')
  })

  test('an action posted to a page without it runs on its own; only the cookie that it sets is lost', async () => {
    const visitor = await openSession(subject.app, model, due)

    // Next forwards it, and drops the Set-Cookie of the answer: no page of ours does this.
    const answer = await saveNote(subject.app, visitor, 'from elsewhere', '/')

    expect(answer.body).toContain('"outcome":"saved"')
    expect(noteOn(await visitor.get('/dashboard'))).toBe(keepsDataInCookie ? '' : 'from elsewhere')
  })

  test('after a redirect of an action and a wait past the grace window, the user is still logged in', async () => {
    const visitor = await openSession(subject.app, model, due)
    const { email, password } = people.linus
    const previous = { outcome: 'idle', errors: {}, values: { email: '', model, next: '/dashboard' } }
    const id = await actionId(subject.app, 'loginAction')

    const fields = { email, password, model, next: '/dashboard' }
    const answer = await visitor.callAction('/login', { id, fields, previous })

    expect(answer.headers.get('x-action-redirect')).toBe('/dashboard;push')
    for (let visits = 0; visits < 2; visits += 1) {
      await endGrace(visitor)
      expect((await visitor.get('/dashboard')).status).toBe(200)
      expect(await visitor.me()).toMatchObject({ status: 200 })
    }
  })

  test('a logout during a renewal leaves no cookie and no session', async () => {
    const fields = await fieldsOf('Log out')
    const visitor = await openSession(subject.app, model, due)
    const copy = saveCookies(visitor)

    const answer = await visitor.post('/dashboard', Object.fromEntries(fields))

    expect(answer).toMatchObject({ status: 303, location: '/login?logout=done' })
    expect(visitor.cookies).toEqual([])
    expect(await copy.me()).toMatchObject({ status: 401, code: 'revoked' })
  })

  test('a logout with JavaScript during a renewal leaves no cookie and no session', async () => {
    const visitor = await openSession(subject.app, model, due)
    const copy = saveCookies(visitor)

    const id = await actionId(subject.app, 'logoutAction')
    await visitor.callAction('/dashboard', { id, fields: {}, previous: 'idle' })

    expect(visitor.cookies).toEqual([])
    expect(await copy.me()).toMatchObject({ status: 401, code: 'revoked' })
  })

  test('a login by another model while a renewal is due leaves only the new session', async () => {
    const visitor = await openSession(subject.app, model, due)
    const other = models.find((name) => name !== model) ?? model
    const { email, password } = people.linus
    const previous = { outcome: 'idle', errors: {}, values: { email: '', model: other, next: '/dashboard' } }
    const id = await actionId(subject.app, 'loginAction')

    await visitor.callAction('/login', { id, fields: { email, password, model: other, next: '' }, previous })

    expect(visitor.cookies.map(({ name }) => name).toSorted()).toEqual(traitsOf(other).cookies.toSorted())
    expect(await visitor.me()).toMatchObject({ status: 200, session: { model: other } })
  })
}
