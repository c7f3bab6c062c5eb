import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import type { Subject } from '@/tests/behaviour/subject'
import { expectRefused, logOut, saveCookies } from '@/tests/behaviour/visits'
import { actionId } from '@/tests/support/client-router'
import { findForm } from '@/tests/support/forms'
import { openSession } from '@/tests/support/open-session'

export function loggingOut(subject: Subject, model: Model): void {
  test('[ASVS 7.4.1] a logout kills the saved cookie: page, prefetch, action, handler, renewal', async () => {
    const visitor = await openSession(subject.app, model)
    const saved = saveCookies(visitor)

    const answer = await logOut(visitor)

    expect(answer).toMatchObject({ status: 303, location: '/login?logout=done' })
    expect(visitor.cookies).toEqual([])
    expect((await visitor.follow(answer)).body).toContain('You are logged out.')
    await expectRefused(subject.app, subject.gate, saved, 'revoked')
  })

  test('a logout with JavaScript refuses the saved cookie as well', async () => {
    const visitor = await openSession(subject.app, model)
    const saved = saveCookies(visitor)

    const id = await actionId(subject.app, 'logoutAction')
    const answer = await visitor.callAction('/dashboard', { id, fields: {}, previous: 'idle' })

    expect(answer.headers.get('x-action-redirect')).toBe('/login?logout=done;push')
    expect(visitor.cookies).toEqual([])
    await expectRefused(subject.app, subject.gate, saved, 'revoked')
  })

  test('a form sent without JavaScript and with the saved cookie changes nothing', async () => {
    const visitor = await openSession(subject.app, model)
    const saved = saveCookies(visitor)
    const { fields } = findForm((await visitor.get('/dashboard')).body, 'note')
    await logOut(visitor)

    const answer = await saved.post('/dashboard', { ...Object.fromEntries(fields), note: 'too late' })

    expect(answer).toMatchObject({
      status: subject.gate.strangerStatus,
      location: '/login?next=%2Fdashboard',
      setCookies: [],
    })
  })

  test('a logout of an ended session succeeds, also the second time', async () => {
    const visitor = await openSession(subject.app, model)
    const otherTab = visitor.clone()
    const { fields } = findForm((await visitor.get('/dashboard')).body, 'Log out')
    await logOut(visitor)

    for (const tab of [otherTab, otherTab]) {
      const answer = await tab.post('/login', Object.fromEntries(fields))
      expect(answer).toMatchObject({ status: 303, location: '/login?logout=done' })
      expect(tab.cookies).toEqual([])
    }
  })

  test('a logout in one browser ends no session in another browser of the user', async () => {
    const [visitor, elsewhere] = [await openSession(subject.app, model), await openSession(subject.app, model)]

    await logOut(visitor)

    expect(await elsewhere.me()).toMatchObject({ status: 200 })
  })
}
