import { expect, test } from 'vitest'
import { changeRole, disableUser } from '@/lib/server/admin/users'
import { cutOffEveryone, cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { traitsOf } from '@/tests/behaviour/differences'
import { newcomer } from '@/tests/behaviour/newcomer'
import type { Subject } from '@/tests/behaviour/subject'
import { expectRefused, namesSet, saveCookies } from '@/tests/behaviour/visits'
import { logInByForm } from '@/tests/support/log-in'
import { normalisePage } from '@/tests/support/normalise-page'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { Visitor } from '@/tests/support/visitor'

export function cutOff(subject: Subject, model: Model): void {
  const { cookies } = traitsOf(model)

  test('a changed role applies from the next request on, and ends no session', async () => {
    const { person, visitor } = await newcomer(subject.app, model)

    await changeRole(person.userId, 'editor')
    const changed = performance.now()
    const page = await visitor.get('/dashboard')
    console.info(`${model}: a new role was on the page ${(performance.now() - changed).toFixed(0)} ms after the change`)

    expect(page.status).toBe(200)
    expect(page.body).toMatch(/role (<!-- -->)?editor/)
    expect(namesSet(page)).toEqual(subject.gate.pagesRenew ? cookies.toSorted() : [])
    expect((await visitor.get('/api/me')).json()).toMatchObject({
      user: { role: 'editor', permissions: ['notes:read', 'notes:write'] },
    })
  })

  test('[ASVS 7.4.5] a user whose sessions are revoked is logged out at once, and can log in again', async () => {
    const { person, visitor } = await newcomer(subject.app, model)
    const elsewhere = await openSession(subject.app, model, person)

    await cutOffUser(person.userId, nowInSeconds())

    await expectRefused(subject.app, subject.gate, visitor, 'revoked')
    await expectRefused(subject.app, subject.gate, elsewhere, 'revoked')
    await logInByForm(subject.app, model, { ...person, visitor })
    expect(await visitor.me()).toMatchObject({ status: 200 })
  })

  test('[ASVS 7.4.2] [ASVS 6.3.8] a disabled account is out at once, and its login answers as if it did not exist', async () => {
    const { person, visitor } = await newcomer(subject.app, model)

    await disableUser(person.userId, nowInSeconds())

    await expectRefused(subject.app, subject.gate, saveCookies(visitor), 'revoked')
    const stranger = { email: 'unknown@example.com', password: person.password }
    const [disabled, unknown] = await Promise.all(
      [person, stranger].map((who) => new Visitor(subject.app).submit('/login', 'password', { ...who, model })),
    )
    expect(disabled).toMatchObject({ status: 200, setCookies: [] })
    expect(disabled?.body).toContain('That e-mail and password do not match an account.')
    const seen = [disabled, unknown].map((answer) => normalisePage(answer?.body ?? '', person.email, stranger.email))
    expect(seen[0]).toBe(seen[1])
  })

  test('[ASVS 7.4.5] the sessions of all users can be revoked at once', async () => {
    const everyone = [await openSession(subject.app, model), await openSession(subject.app, model, people.ada)]

    await cutOffEveryone(nowInSeconds())

    for (const visitor of everyone) await expectRefused(subject.app, subject.gate, visitor, 'revoked')
    expect(await (await openSession(subject.app, model)).me()).toMatchObject({ status: 200 })
  })
}
