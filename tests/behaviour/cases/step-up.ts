import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { newcomer } from '@/tests/behaviour/newcomer'
import type { Subject } from '@/tests/behaviour/subject'
import { expectRefused, noteOn, saveCookies } from '@/tests/behaviour/visits'
import { findForm } from '@/tests/support/forms'
import { anyModel } from '@/tests/support/models'
import { openSession, unproven } from '@/tests/support/open-session'
import { Visitor } from '@/tests/support/visitor'

const deletion = 'Delete the account'
const others = 'End every other session'

/** Sensitive actions of a user whose login was some time ago: a renewal is due in the same request, too. */
export function stepUp(subject: Subject, model: Model): void {
  const stale = () => newcomer(subject.app, model, { ...unproven, note: 'typed before' })

  test('[ASVS 7.5.3] are asked for the password, in the same form, with what was typed', async () => {
    const { person, visitor } = await stale()

    const asked = await visitor.submit('/account', deletion, { email: person.email.toUpperCase() })

    expect(asked.status).toBe(200)
    expect(asked.body).toContain('For your security, please enter your password to confirm.')
    const form = findForm(asked.body, deletion)
    expect(form.names).toContain('proof')
    expect(form.fields.get('email')).toBe(person.email.toUpperCase())
    expect(await visitor.me()).toMatchObject({ status: 200 })
  })

  test('[ASVS 7.5.3] change nothing with a wrong password, however often', async () => {
    const { person, visitor } = await stale()
    const { session } = await visitor.me()

    for (const proof of ['not the password', person.password.toUpperCase(), 'x'.repeat(2000)]) {
      const answer = await visitor.submit('/account', deletion, { email: person.email, proof })
      expect(answer.body).toMatch(/That is not your password\.|For your security/)
    }
    expect((await visitor.me()).session?.id).toBe(session?.id)
  })

  test('[ASVS 7.2.4] happen at once with the right one, and a copy of the old cookie is dead everywhere', async () => {
    const { person, visitor } = await stale()
    const [copy, elsewhere] = [saveCookies(visitor), await openSession(subject.app, anyModel, person)]
    const before = await visitor.me()

    const done = await visitor.submit('/sessions', others, { proof: person.password })

    expect(done.body).toContain('Every other session has ended')
    const after = await visitor.me()
    expect(after).toMatchObject({ status: 200, user: { email: person.email } })
    expect(after.session?.id).not.toBe(before.session?.id)
    expect(after.session).toMatchObject({ startedAt: before.session?.startedAt, endsAt: before.session?.endsAt })
    expect(noteOn(await visitor.get('/dashboard'))).toBe('typed before')
    for (const each of [copy, elsewhere]) await expectRefused(subject.app, subject.gate, each, 'revoked')
  })

  test('[ASVS 7.4.2] [ASVS 7.5.3] a deletion ends every session, and leads home without a cookie', async () => {
    const { person, visitor } = await stale()
    const [copy, elsewhere] = [saveCookies(visitor), await openSession(subject.app, 'sealed', person)]

    const gone = await visitor.submit('/account', deletion, { email: person.email, proof: person.password })

    expect(gone).toMatchObject({ status: 303, location: '/?account=deleted' })
    expect(visitor.cookies).toEqual([])
    expect((await visitor.follow(gone)).body).toContain('Your account is deleted.')
    for (const each of [copy, elsewhere]) await expectRefused(subject.app, subject.gate, each, 'revoked')
    const again = await new Visitor(subject.app).submit('/login', 'password', { ...person, model })
    expect(again.body).toContain('do not match an account')
  })
}
