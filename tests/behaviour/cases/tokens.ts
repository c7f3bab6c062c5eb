import { decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { routes } from '@/lib/routes'
import { cookieNames } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import type { Subject } from '@/tests/behaviour/subject'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import {
  askForToken,
  Bearer,
  claimsIn,
  introspect,
  sendForm,
  service,
  TokenAnswer,
  tokenFor,
} from '@/tests/support/tokens'
import { Visitor } from '@/tests/support/visitor'

/** A logged-in user of any model can get a token for a service that does not receive the cookie. */
export function tokens(subject: Subject, model: Model): void {
  const logInHere = () => openSession(subject.app, model)

  test('a session is exchanged for a token, with the answer of RFC 6749 and without caching', async () => {
    const answer = await askForToken(await logInHere())

    expect(answer).toMatchObject({ status: 200, setCookies: [] })
    expect(TokenAnswer.parse(answer.json())).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 300,
    })
    const kept = ['cache-control', 'pragma', 'content-type'].map((name) => answer.headers.get(name))
    expect(kept).toEqual(['no-store', 'no-cache', 'application/json'])
    expect(answer.headers.has('access-control-allow-origin')).toBe(false)
  })

  test('the token names the same user, session and model', async () => {
    const visitor = await logInHere()
    const own = await visitor.me()
    const token = await tokenFor(visitor)

    const { user, session, status } = await new Bearer(subject.app, token).me()

    expect({ user, status }).toEqual({ user: own.user, status: 200 })
    const { id, startedAt, endsAt } = own.session ?? {}
    expect(session).toMatchObject({ id, model, startedAt, endsAt })
    expect(claimsIn(token)).toMatchObject({ sub: user?.id, sid: id, roles: ['member'], scope: 'notes:read' })
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) })
  })

  test('no token is exchanged for another, beside any cookies: a stolen token could be renewed for ever', async () => {
    const visitor = await logInHere()
    const token = await tokenFor(visitor)
    const planted = new Visitor(subject.app)
    planted.jar.set(cookieNames.signed, token)

    const headers = { Authorization: `Bearer ${token}` }
    for (const one of [new Visitor(subject.app), visitor, await openSession(subject.app, 'sealed')]) {
      const answer = await sendForm(one, routes.token, '', headers)
      expect(answer.json()).toMatchObject({ status: 403, code: 'session_required' })
    }
    expect((await askForToken(planted)).status).toBe(model === 'signed' ? 403 : 401)
  })

  test.for(Object.values(cookieNames).filter((name) => name !== `__Host-${model}`))(
    '[ASVS 9.2.2] in the cookie %s it is unauthenticated: a token belongs into an Authorization header',
    async (name) => {
      const thief = new Visitor(subject.app)
      thief.jar.set(name, await tokenFor(await logInHere()))

      expect(await thief.me()).toMatchObject({ status: 401, code: 'unauthenticated' })
      expect((await askForToken(thief)).status).toBe(401)
      expect(await thief.get('/dashboard')).toMatchObject({ location: '/login?next=%2Fdashboard', setCookies: [] })
    },
  )

  describe('[ASVS 9.2.3] a token for another service', () => {
    test('is valid for that service alone: our API refuses it, and introspection reports it active to the service', async () => {
      const token = await tokenFor(await logInHere(), { audience: service.audience })

      expect(claimsIn(token).aud).toBe(service.audience)
      const answer = await new Bearer(subject.app, token).get('/api/me')
      expect(answer.json()).toMatchObject({ status: 401, code: 'unauthenticated' })
      expect((await introspect(subject.app, token)).json()).toMatchObject({ active: true, aud: service.audience })
    })

    test('is not issued for a service that is not listed, nor for a similar spelling', async () => {
      const visitor = await logInHere()

      const { audience } = service
      for (const other of ['https://evil.example', `${audience}/`, audience.toUpperCase(), `${audience} x`, 'web']) {
        const answer = await askForToken(visitor, { audience: other })
        expect(answer.status).toBe(400)
        expect(answer.json()).toEqual({ error: 'invalid_target', error_description: expect.any(String) })
      }
      expect(claimsIn(await tokenFor(visitor, { audience: visitor.origin })).aud).toBe(visitor.origin)
    })
  })

  test.for([
    ['an audience twice', {}, 'audience=a&audience=a'],
    ['JSON', { 'Content-Type': 'application/json' }, '{"audience":"a"}'],
    ['20 kB', {}, `audience=${'a'.repeat(20_000)}`],
  ] as const)('an invalid form is refused with a reason, and gets no token: %s', async ([, headers, body]) => {
    const visitor = await openSession(subject.app, model, { email: people.grace.email })
    const form = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: visitor.origin }

    const answer = await visitor.send('POST', routes.token, { ...form, ...headers }, body)

    expect(answer.status).toBe(400)
    expect(answer.json()).toEqual({ error: 'invalid_request', error_description: expect.any(String) })
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('[ASVS 3.5.1] a cross-site request gets no token, and changes no cookie', async () => {
    const visitor = await logInHere()

    const headers = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
    const answer = await sendForm(visitor, routes.token, '', headers)

    expect(answer).toMatchObject({ status: 403, setCookies: [] })
    expect(answer.json()).toMatchObject({ code: 'cross_site' })
    expect(answer.body).not.toContain('access_token')
  })
}
