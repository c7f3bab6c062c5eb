import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { traitsOf } from '@/tests/behaviour/differences'
import type { Subject } from '@/tests/behaviour/subject'
import { logOut } from '@/tests/behaviour/visits'
import { due, openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { sendForm } from '@/tests/support/tokens'
import { Visitor } from '@/tests/support/visitor'

const malformed = ['Bearer', 'Bearer ', 'Bearer one two', 'Bearer a.b', 'Bearer a.b.c']

/** A proxy in front of a staging site asks for these; a browser then sends them with every request. */
const otherSchemes = ['', 'Basic bGludXM6c2VjcmV0', 'Digest username="a"', 'token']

export function authorization(subject: Subject, model: Model): void {
  const { cookies, isBearer } = traitsOf(model)
  const tokenOf = (visitor: Visitor) => visitor.jar.get(cookies[0] ?? '')?.value ?? ''

  test.for(malformed)(
    'with a valid cookie and "Authorization: %s", the header alone decides, and the request is refused',
    async (header) => {
      const visitor = await openSession(subject.app, model)

      const answer = await visitor.get('/api/me', { Authorization: header })

      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(answer.json()).toMatchObject({ status: 401, code: 'malformed' })
      expect(answer.setCookies).toEqual([])
    },
  )

  test.for(otherSchemes)('with a valid cookie, "Authorization: %s" is ignored', async (header) => {
    const [fresh, stale] = [await openSession(subject.app, model), await openSession(subject.app, model, due)]

    for (const visitor of [fresh, stale]) {
      expect(await visitor.get('/dashboard', { Authorization: header })).toMatchObject({ status: 200 })
      expect(await visitor.me({ Authorization: header })).toMatchObject({ status: 200, session: { model } })
    }
    const saved = await fresh.submit('/dashboard', 'note', { note: 'behind a proxy' }, { Authorization: header })
    expect(saved.body).toContain('Saved.')
  })

  test('HTTP Basic auth does not bypass the CSRF check: a browser adds it to cross-site requests as well', async () => {
    const visitor = await openSession(subject.app, model)
    const headers = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site', Authorization: 'Basic eDp5' }

    expect((await sendForm(visitor, '/api/token', '', headers)).json()).toMatchObject({ code: 'cross_site' })
  })

  test('on a page the header alone decides, too', async () => {
    const visitor = await openSession(subject.app, model)

    const page = await visitor.get('/dashboard', { Authorization: 'Bearer nonsense' })

    expect(page).toMatchObject({ status: subject.gate.strangerStatus, location: '/login?next=%2Fdashboard' })
    expect((await visitor.get('/dashboard')).status).toBe(200)
  })

  test('the value of its cookie is accepted as a bearer token only if it is one', async () => {
    const token = tokenOf(await openSession(subject.app, model))

    const answer = await new Visitor(subject.app).me({ Authorization: `Bearer ${token}` })

    expect(answer).toMatchObject(isBearer ? { status: 200, session: { model } } : { status: 401, code: 'malformed' })
  })

  test('a bearer token identifies the caller, even beside a cookie of another user', async () => {
    const linus = await openSession(subject.app, 'signed')
    const grace = await openSession(subject.app, model, { email: people.grace.email })
    const token = linus.jar.get('__Host-signed')?.value

    expect(await grace.me({ Authorization: `bearer ${token}` })).toMatchObject({ user: { email: people.linus.email } })
  })

  test.runIf(isBearer)('a bearer token is refused once its session has ended', async () => {
    const visitor = await openSession(subject.app, model)
    const token = tokenOf(visitor)
    await logOut(visitor)

    const answer = await new Visitor(subject.app).get('/api/me', { Authorization: `Bearer ${token}` })

    expect(answer.json()).toMatchObject({ status: 401, code: 'revoked' })
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
  })

  test.runIf(isBearer)(
    'a bearer token that is due for renewal has expired: nothing renews it, not even the cookies beside it',
    async () => {
      const visitor = await openSession(subject.app, model, due)

      const answer = await visitor.get('/api/me', { Authorization: `Bearer ${tokenOf(visitor)}` })

      expect(answer.json()).toMatchObject({ status: 401, code: 'expired' })
      expect(answer.setCookies).toEqual([])
      expect((await visitor.get('/dashboard', { Authorization: `Bearer ${tokenOf(visitor)}` })).setCookies).toEqual([])
    },
  )
}
