import { describe, expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { gates, traitsOf } from '@/tests/behaviour/differences'
import { newcomer } from '@/tests/behaviour/newcomer'
import { expectRefused, logOut, namesSet, noteOn, saveCookies, saveNote } from '@/tests/behaviour/visits'
import { actionId } from '@/tests/support/client-router'
import { type Form, findForm } from '@/tests/support/forms'
import { logInByForm } from '@/tests/support/log-in'
import { models } from '@/tests/support/models'
import { due, endGrace, newAccount, openSession, unproven } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { askForToken, Bearer, sendForm, tokenFor } from '@/tests/support/tokens'
import { Visitor } from '@/tests/support/visitor'

const gate = gates.withMiddleware

const formFor = (scope: string) => (form: Form) => form.fields.get('scope') === scope
/** X-Forwarded-Host satisfies the check of the framework: our own check has to refuse. */
const crossSite = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site', 'X-Forwarded-Host': 'evil.example' }

/**
 * One story for each model, over HTTP: from a login to the replay of a copied credential. `npm test` runs these;
 * models.test.ts has every case.
 * @param app may start after this call: the tests read it
 */
export function tellStory(app: Readonly<{ url: string; dist: string }>): void {
  describe.for(models)('a session that is %s', (model: Model) => {
    const { cookies, rotates, isListed } = traitsOf(model)

    test('starts at the login, serves page, action and handler, and is refused everywhere after the logout', async () => {
      const account = await newAccount(app)
      const stranger = new Visitor(app)
      await expectRefused(app, gate, stranger, 'unauthenticated')
      const wrong = await stranger.submit('/login', 'password', {
        email: account.email,
        password: 'not this one',
        model,
      })
      expect(wrong.body).toContain('do not match an account')

      const visitor = await logInByForm(app, model, account)
      expect(visitor.cookies.map(({ name }) => name).toSorted()).toEqual(cookies.toSorted())
      expect((await visitor.get('/dashboard')).body).toContain(account.email)
      expect((await saveNote(app, visitor, 'a note of mine')).body).toContain('"outcome":"saved"')
      expect(noteOn(await visitor.get('/dashboard'))).toBe('a note of mine')
      expect(await visitor.me()).toMatchObject({ status: 200, user: { email: account.email }, session: { model } })

      const saved = saveCookies(visitor)
      expect(await logOut(visitor)).toMatchObject({ status: 303, location: '/login?logout=done' })
      expect(visitor.jar.get(cookies[0] ?? '')).toBeNull()
      await expectRefused(app, gate, saved, 'revoked')
    })

    test('is renewed when it is due, by a page and by a handler, and keeps its id, start and end', async () => {
      const byPage = await openSession(app, model, due)
      const attacker = saveCookies(byPage)

      const page = await byPage.get('/dashboard')
      expect(namesSet(page)).toEqual(cookies.toSorted())
      const renewed = await byPage.me()
      expect((await byPage.get('/dashboard')).setCookies).toEqual([])

      const byHandler = await openSession(app, model, due)
      expect(namesSet(await byHandler.get('/api/me', { 'Sec-Purpose': 'prefetch' }))).toEqual([])
      expect(namesSet(await byHandler.get('/api/me'))).toEqual(cookies.toSorted())

      // Within the grace window a used credential counts as a lost answer; after it, as a replay.
      expect(await attacker.clone().me()).toMatchObject({ status: 200, session: { id: renewed.session?.id } })
      // model: signed
      await endGrace(byPage)
      expect(await attacker.me()).toMatchObject({ status: rotates ? 401 : 200 })
      expect(await byPage.me()).toMatchObject({ status: rotates ? 401 : 200 })
      // end
    })

    test('ends with the idle timeout and with the absolute timeout', async () => {
      const day = 86_400
      await expectRefused(app, gate, await openSession(app, model, { age: 7 * day }), 'expired')
      await expectRefused(app, gate, await openSession(app, model, { age: 30 * day, renewed: day }), 'expired')
    })

    test('is revoked from another device, whose session id is rotated', async () => {
      const { person, visitor } = await newcomer(app, model)
      const elsewhere = await openSession(app, isListed ? model : 'stored', person)
      const [before, copy] = [await elsewhere.me(), saveCookies(elsewhere)]

      const answer = await elsewhere.submit('/sessions', formFor('others'))

      expect(answer.body).toContain('Every other session has ended')
      await expectRefused(app, gate, visitor, 'revoked')
      await expectRefused(app, gate, copy, 'revoked')
      const after = await elsewhere.me()
      expect(after).toMatchObject({ status: 200, session: { startedAt: before.session?.startedAt } })
      expect(after.session?.id).not.toBe(before.session?.id)
    })

    test('requires re-authentication before a sensitive action, long after the login', async () => {
      const { person, visitor } = await newcomer(app, model, unproven)
      const deletion = (proof?: string) =>
        visitor.submit('/account', 'Delete the account', { email: person.email, ...(proof ? { proof } : {}) })

      expect((await deletion()).body).toContain('For your security')
      expect((await deletion('not the password')).body).toContain('That is not your password')
      expect(await deletion(person.password)).toMatchObject({ status: 303, location: '/?account=deleted' })
    })

    test('refuses cross-site requests, other roles and other purposes', async () => {
      const visitor = await openSession(app, model)
      const token = await tokenFor(visitor)

      expect((await visitor.get('/admin')).status).toBe(403)
      expect((await sendForm(visitor, '/api/token', '', crossSite)).json()).toMatchObject({ code: 'cross_site' })
      const { fields } = findForm((await visitor.get('/dashboard')).body, 'note')
      const foreign = { ...Object.fromEntries(fields), note: 'from elsewhere' }
      expect((await visitor.post('/dashboard', foreign, crossSite)).status).toBe(403)
      const action = {
        id: await actionId(app, 'saveNoteAction'),
        fields: foreign,
        previous: { outcome: 'idle', note: '' },
      }
      expect((await visitor.callAction('/dashboard', action, crossSite)).status).toBe(403)
      expect(noteOn(await visitor.get('/dashboard'))).toBe('')

      expect(await new Bearer(app, token).me()).toMatchObject({ status: 200, user: { email: people.linus.email } })
      const planted = new Visitor(app)
      for (const name of ['__Host-sealed', '__Host-stored']) planted.jar.set(name, token)
      await expectRefused(app, gate, planted, 'unauthenticated')
      await logOut(visitor)
      expect(await new Bearer(app, token).me()).toMatchObject({ status: 401, code: 'revoked' })
      expect((await askForToken(saveCookies(visitor))).status).toBe(401)
    })
  })
}
