import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { newcomer } from '@/tests/behaviour/newcomer'
import type { Subject } from '@/tests/behaviour/subject'
import { expectRefused, noteOn, saveCookies } from '@/tests/behaviour/visits'
import { findForm } from '@/tests/support/forms'
import { logInByForm } from '@/tests/support/log-in'
import { models } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'
import { Visitor } from '@/tests/support/visitor'

const wanted = 'a new battery for the horse'

/** Changes of the user's own account on /account, right after a login. */
export function account(subject: Subject, model: Model): void {
  async function changePassword(typed: { current?: string; wanted?: string } = {}) {
    const { person, visitor } = await newcomer(subject.app, model)
    const fields = { current: person.password, wanted, ...typed }
    const change = () => visitor.submit('/account', 'wanted', fields)
    return { person, visitor, change }
  }

  const attempt = ({ email }: { email: string }, password: string) =>
    new Visitor(subject.app).submit('/login', 'password', { email, password, model })

  test('a changed name appears on the next page, escaped as text', async () => {
    const { visitor } = await newcomer(subject.app, model)

    const answer = await visitor.submit('/account', 'Save the name', { name: '  <b>Ada</b> & co ' })

    expect(answer.body).toContain('Saved.')
    expect(findForm(answer.body, 'Save the name').fields.get('name')).toBe('<b>Ada</b> & co')
    expect((await visitor.get('/dashboard')).body).toContain('&lt;b&gt;Ada&lt;/b&gt; &amp; co</h1>')
  })

  test.each(['', '   ', 'x'.repeat(101), 'a\0b'])('the name %j is refused and stays in the form', async (name) => {
    const { visitor } = await newcomer(subject.app, model)

    const answer = await visitor.submit('/account', 'Save the name', { name })

    expect(answer.body).toContain('Please correct this:')
    expect((await visitor.me()).user?.name).toBe('Test User')
  })

  test('[ASVS 7.4.3] a changed password ends every other session and a copy of this one, which goes on', async () => {
    const { person, visitor, change } = await changePassword()
    await visitor.submit('/dashboard', 'note', { note: 'still here' })
    const others = []
    for (const each of models) others.push(await openSession(subject.app, each, person))
    const [before, copy] = [await visitor.me(), saveCookies(visitor)]

    const answer = await change()

    expect(answer.body).toContain('Your password is changed. Every other session has ended. You stay logged in here.')
    for (const each of [...others, copy]) await expectRefused(subject.app, subject.gate, each, 'revoked')
    const after = await visitor.me()
    expect(after).toMatchObject({ status: 200, user: before.user })
    expect(after.session).toMatchObject({ startedAt: before.session?.startedAt, endsAt: before.session?.endsAt })
    expect(after.session?.id).not.toBe(before.session?.id)
    expect(noteOn(await visitor.get('/dashboard'))).toBe('still here')
  })

  test('[ASVS 6.2.2] from then on the new password logs in, and the old one does not', async () => {
    const { person, change } = await changePassword()
    await change()

    expect((await attempt(person, person.password)).body).toContain('do not match an account')
    expect((await attempt(person, wanted)).status).toBe(303)
  })

  test('[ASVS 6.2.3] [ASVS 7.5.1] without the current password nothing changes', async () => {
    for (const current of ['', 'not the password', 'PAPER, INK AND WAX']) {
      const { person, visitor, change } = await changePassword({ current })
      const before = await visitor.me()

      const answer = await change()

      expect(answer.body).toMatch(/Enter your current password\.|that is not your current password\./)
      expect(await visitor.me()).toEqual(before)
      expect((await attempt(person, person.password)).status).toBe(303)
    }
  })

  test('[ASVS 6.2.1] [ASVS 6.2.4] a short or well-known new password is refused as at the signup', async () => {
    for (const refused of ['', '7 chars', 'password1', 'PASSWORD1', 'x'.repeat(1001)]) {
      const { person, change } = await changePassword({ wanted: refused })

      expect((await change()).body).toContain('Please correct this:')
      expect((await attempt(person, person.password)).status).toBe(303)
    }
  })

  test('[ASVS 6.2.8] [ASVS 6.2.9] a thousand characters are a password, spaces and all', async () => {
    const long = ` ${'ß🗝'.repeat(333)}`.padEnd(1000)
    const { person, change } = await changePassword({ wanted: long })
    await change()

    expect((await attempt(person, long.trim())).body).toContain('do not match an account')
    expect((await attempt(person, long)).status).toBe(303)
  })

  test('no password comes back in the page', async () => {
    for (const current of ['not the password', '']) {
      const { change } = await changePassword({ current })
      expect((await change()).body).not.toContain(wanted)
    }
  })

  test('recent activity lists events, newest first, and shows the User-Agent as escaped text', async () => {
    const person = { email: `${randomUUID()}@example.com`, password: 'paper, ink and wax' }
    const device = { 'User-Agent': '<img src=x onerror=alert(1)>' }
    await new Visitor(subject.app).submit('/signup', 'name', { ...person, name: 'New Name' })
    const visitor = await logInByForm(subject.app, model, person)
    await new Visitor(subject.app).submit('/login', 'password', { ...person, password: 'x', model }, device)
    await visitor.submit('/account', 'wanted', { current: person.password, wanted })

    const { body } = await visitor.get('/account')

    const told = [
      'The password was changed',
      'A login with a wrong password was refused.',
      'You logged in.',
      'was opened.',
    ]
    const places = told.map((sentence) => body.indexOf(sentence))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
    expect(body).toContain('Firefox on Linux')
    expect(body).not.toContain('<img src=x')
  })

  test('an account is not deleted unless its e-mail address is typed', async () => {
    const { visitor } = await newcomer(subject.app, model)

    for (const email of ['', 'ada@example.com']) {
      const answer = await visitor.submit('/account', 'Delete the account', { email })
      expect(answer.body).toContain('Enter the e-mail address of this account.')
      expect(findForm(answer.body, 'Delete the account').fields.get('email')).toBe(email)
    }
    expect(await visitor.me()).toMatchObject({ status: 200 })
  })
}
