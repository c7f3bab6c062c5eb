import { expect, test } from 'vitest'
import * as z from 'zod'
import { isProtected, routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'
import type { Subject } from '@/tests/behaviour/subject'
import { expectRefused } from '@/tests/behaviour/visits'
import { actionId } from '@/tests/support/client-router'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { Visitor } from '@/tests/support/visitor'

/** Word for word the whole answer of `GET /api/me`; strict, so that nothing personal slips in beside it. */
const Me = z.strictObject({
  user: z.strictObject({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(['member', 'editor', 'admin']),
    permissions: z.array(z.string()),
  }),
  session: z.strictObject({
    id: z.string().min(22),
    model: z.string(),
    startedAt: z.iso.datetime(),
    authenticatedAt: z.iso.datetime(),
    amr: z.array(z.string()),
    acr: z.string(),
    freshUntil: z.iso.datetime(),
    idleUntil: z.iso.datetime(),
    endsAt: z.iso.datetime(),
  }),
})

export function loggingIn(subject: Subject, model: Model): void {
  test('an unauthenticated request is refused everywhere, and redirected to the login', async () => {
    const { app, gate } = subject

    await expectRefused(app, gate, new Visitor(app), 'unauthenticated')
  })

  test('a login leads to the requested page, which greets the user', async () => {
    const visitor = new Visitor(subject.app)
    const login = await visitor.follow(await visitor.get('/dashboard'))
    expect(login.body).toContain('Log in')

    const answer = await visitor.submit('/login?next=%2Fdashboard', 'password', { ...people.linus, model, role: null })
    expect(answer).toMatchObject({ status: 303, location: '/dashboard' })

    const page = await visitor.follow(answer)
    expect(page.status).toBe(200)
    expect(page.body).toContain(people.linus.email)
    expect(page.body).toContain(`Logged in, session model: </span>${model}`)
  })

  test('with JavaScript a login leads to the same page', async () => {
    const visitor = new Visitor(subject.app)
    const previous = { outcome: 'idle', errors: {}, values: { email: '', model, next: '/dashboard' } }
    const { email, password } = people.linus
    const fields = { email, password, model, next: '/dashboard' }

    const id = await actionId(subject.app, 'loginAction')
    const answer = await visitor.callAction('/login', { id, fields, previous })

    expect(answer.headers.get('x-action-redirect')).toBe('/dashboard;push')
    expect(await visitor.me()).toMatchObject({ status: 200, session: { model } })
  })

  test('a reload, and another, show the same session', async () => {
    const visitor = await openSession(subject.app, model)
    const first = await visitor.me()

    for (const path of ['/dashboard', '/', '/login']) expect((await visitor.get(path)).status).toBe(200)
    expect(await visitor.me()).toEqual(first)
  })

  test('/api/me returns the user, the session and its deadlines, and nothing else', async () => {
    const visitor = await openSession(subject.app, model)
    const answer = await visitor.get('/api/me')

    const { user, session } = Me.parse(answer.json())
    expect(user).toMatchObject({ email: people.linus.email, role: 'member', permissions: ['notes:read'] })
    expect(session).toMatchObject({ model, amr: ['pwd'], acr: 'aal1' })
    const authenticatedAt = Date.parse(session.authenticatedAt)
    expect(Date.parse(session.freshUntil)).toBe(authenticatedAt + 300_000)
    expect(Date.parse(session.idleUntil)).toBe(authenticatedAt + 7 * 86_400_000)
    expect(Date.parse(session.endsAt)).toBe(authenticatedAt + 30 * 86_400_000)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('vary')).toMatch(/Cookie, Authorization, Origin$/)
    expect(answer.headers.get('server-timing')).toMatch(/^open;dur=.*check;desc="allowed"$/)
  })

  test('[ASVS 7.4.4] every page that needs a login offers a logout', async () => {
    const admin = await openSession(subject.app, model, people.ada)

    for (const path of Object.values(routes).filter(isProtected)) {
      const { status, body } = await admin.get(path)
      expect({ path, status, offers: body.includes('>Log out</button>') }).toEqual({ path, status: 200, offers: true })
    }
  })
}
