import { expect, test } from 'vitest'
import { changeRole, disableUser } from '@/lib/server/admin/users'
import type { Model } from '@/lib/session/models'
import { minutes, nowInSeconds } from '@/lib/time'
import { traitsOf } from '@/tests/behaviour/differences'
import { newcomer } from '@/tests/behaviour/newcomer'
import type { Subject } from '@/tests/behaviour/subject'
import { logOut, namesSet } from '@/tests/behaviour/visits'
import type { Form } from '@/tests/support/forms'
import { anyModel } from '@/tests/support/models'
import { due, openSession, unproven } from '@/tests/support/open-session'
import { askForToken, Bearer, claimsIn, introspect, TokenAnswer, tokenFor } from '@/tests/support/tokens'
import type { Visitor } from '@/tests/support/visitor'

type Newcomer = Awaited<ReturnType<typeof newcomer>>

const formFor = (scope: string) => (form: Form) => form.fields.get('scope') === scope
const formAbout = (session: string) => (form: Form) => form.fields.get('session') === session
const sessionIdOf = async (visitor: Visitor) => (await visitor.me()).session?.id ?? ''
const userIdOf = async (visitor: Visitor) => (await visitor.me()).user?.id ?? ''

/** Refused by our API, and inactive in the introspection answer. */
async function expectDead(app: { url: string }, token: string, code: 'revoked' | 'expired') {
  const answer = await new Bearer(app, token).get('/api/me')
  expect(answer.status).toBe(401)
  expect(answer.json()).toMatchObject({ code })
  expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
  expect((await introspect(app, token)).json()).toEqual({ active: false })
}

async function expectAlive(app: { url: string }, token: string) {
  expect(await new Bearer(app, token).me()).toMatchObject({ status: 200 })
  expect((await introspect(app, token)).json()).toMatchObject({ active: true })
}

/** A token names a session and ends with it, for every reason that ends the session. */
export function tokenEnds(subject: Subject, model: Model): void {
  const { cookies, isListed } = traitsOf(model)

  const ends: Readonly<Record<string, (newcomer: Newcomer) => Promise<unknown>>> = {
    'a logout': ({ visitor }) => logOut(visitor),
    'a logout everywhere': ({ visitor }) => visitor.submit('/sessions', formFor('everywhere')),
    'a revocation by another device': async ({ person, visitor }) => {
      const [elsewhere, id] = [await openSession(subject.app, anyModel, person), await sessionIdOf(visitor)]
      await elsewhere.submit('/sessions', isListed ? formAbout(id) : formFor('others'))
    },
    'a new id for its session': ({ visitor }) => visitor.submit('/sessions', formFor('others')),
    'the end of its account': async ({ visitor }) => disableUser(await userIdOf(visitor), nowInSeconds()),
  }

  test.for(Object.entries(ends))(
    '[ASVS 7.4.1] [ASVS 7.4.2] %s is its end, at once, and no other follows',
    async ([, end]) => {
      const who = await newcomer(subject.app, model)
      const [token, copy] = [await tokenFor(who.visitor), who.visitor.clone()]
      await expectAlive(subject.app, token)

      await end(who)

      await expectDead(subject.app, token, 'revoked')
      const answer = await askForToken(copy)
      expect(answer).toMatchObject({ status: 401, setCookies: [] })
      expect(answer.json()).toMatchObject({ code: 'revoked' })
    },
  )

  test('a changed role ends the token, not the session: the next token has the new role', async () => {
    const { visitor } = await newcomer(subject.app, model)
    const token = await tokenFor(visitor)

    await changeRole(await userIdOf(visitor), 'editor')
    await expectDead(subject.app, token, 'expired')
    const answer = await askForToken(visitor)

    expect(namesSet(answer)).toEqual(cookies.toSorted())
    const { access_token: next } = TokenAnswer.parse(answer.json())
    expect(claimsIn(next)).toMatchObject({ roles: ['editor'], scope: 'notes:read notes:write' })
    expect(await new Bearer(subject.app, next).me()).toMatchObject({ status: 200, user: { role: 'editor' } })
  })
}

/** Token requests of a session that is due for renewal. */
export function tokenEndsInTime(subject: Subject, model: Model): void {
  test('the request for a token renews its session, and the token expires with the renewed credential', async () => {
    const visitor = await openSession(subject.app, model, due)

    const answer = await askForToken(visitor)

    expect(namesSet(answer)).toEqual(traitsOf(model).cookies.toSorted())
    const { access_token: token, expires_in: life } = TokenAnswer.parse(answer.json())
    expect(life).toBe(minutes(5))
    expect(claimsIn(token).sid).toBe(await sessionIdOf(visitor))
  })

  test('[ASVS 7.2.4] a step-up ends the tokens from before it', async () => {
    const { person, visitor } = await newcomer(subject.app, model, unproven)
    const [token, before] = [await tokenFor(visitor), await sessionIdOf(visitor)]

    await visitor.submit('/sessions', formFor('others'), { proof: person.password })

    expect([before, '']).not.toContain(await sessionIdOf(visitor))
    await expectDead(subject.app, token, 'revoked')
  })
}
