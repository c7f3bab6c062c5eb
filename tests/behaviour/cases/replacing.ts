import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { traitsOf } from '@/tests/behaviour/differences'
import type { Subject } from '@/tests/behaviour/subject'
import { expectRefused, logOut, saveCookies } from '@/tests/behaviour/visits'
import { logInByForm } from '@/tests/support/log-in'
import { models } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'

export function replacing(subject: Subject, model: Model): void {
  test.for(models)(
    '[ASVS 7.2.4] a login takes the place of an earlier %s session, whose cookie is dead',
    async (earlier) => {
      const visitor = await openSession(subject.app, earlier)
      const planted = saveCookies(visitor)
      const before = await visitor.me()

      await logInByForm(subject.app, model, { visitor, email: people.grace.email })

      const after = await visitor.me()
      expect(after).toMatchObject({ status: 200, user: { email: people.grace.email }, session: { model } })
      expect(after.session?.id).not.toBe(before.session?.id)
      expect(visitor.cookies.map(({ name }) => name).toSorted()).toEqual(traitsOf(model).cookies.toSorted())
      await expectRefused(subject.app, subject.gate, planted, 'revoked')
    },
  )

  test.for(models)('beside the cookies of a %s session that started later, the later session counts', async (later) => {
    const visitor = await openSession(subject.app, model, { age: 5 })
    const other = await openSession(subject.app, later, { email: people.grace.email })
    for (const { name, value } of saveCookies(other).cookies) visitor.jar.set(name, value)

    expect(await visitor.me()).toMatchObject({ user: { email: people.grace.email }, session: { model: later } })
    expect((await visitor.get('/dashboard')).body).toContain(people.grace.email)
  })

  test.for(models)('a logout with the cookies of a %s session beside its own ends both sessions', async (later) => {
    const visitor = await openSession(subject.app, model)
    const own = saveCookies(visitor)
    const other = await openSession(subject.app, later)
    const others = saveCookies(other)
    for (const { name, value } of others.cookies) if (later !== model) visitor.jar.set(name, value)

    await logOut(visitor)

    expect(visitor.cookies).toEqual([])
    expect(await own.me()).toMatchObject({ status: 401, code: 'revoked' })
    expect((await others.me()).status).toBe(later === model ? 200 : 401)
  })

  test('a failed login does not change the session', async () => {
    const visitor = await openSession(subject.app, model)
    const before = visitor.cookies

    const answer = await visitor.submit('/login', 'password', { email: people.linus.email, password: 'wrong', model })

    expect(answer).toMatchObject({ status: 200, setCookies: [] })
    expect(visitor.cookies).toEqual(before)
    expect(await visitor.me()).toMatchObject({ status: 200 })
  })
}
