import { expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { traitsOf } from '@/tests/behaviour/differences'
import { newcomer } from '@/tests/behaviour/newcomer'
import type { Subject } from '@/tests/behaviour/subject'
import { expectRefused, noteOn, saveCookies } from '@/tests/behaviour/visits'
import { actionId } from '@/tests/support/client-router'
import { type Form, findForm, parseForms } from '@/tests/support/forms'
import { models } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'
import type { Answer } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

const idle = { outcome: 'idle', scope: 'one', sessionId: '' }
const idOf = async (visitor: Visitor) => (await visitor.me()).session?.id ?? ''

const formFor = (scope: string) => (form: Form) => form.fields.get('scope') === scope
const formAbout = (session: string) => (form: Form) => form.fields.get('session') === session

/** The sessions that the page offers to revoke. */
const offered = ({ body }: Answer) => parseForms(body).flatMap(({ fields }) => fields.get('session') || [])

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' }
const escaped = (text: string) => text.replace(/[<>"']/g, (character) => entities[character] ?? character)

/** What users do with their own sessions on /sessions. */
export function revoking(subject: Subject, model: Model): void {
  const { isListed } = traitsOf(model)
  /** A session of the model under test if the page lists that model. */
  const other = isListed ? model : 'stored'

  /** Logged in by the model under test in this browser, and once more in another one. */
  async function twoDevices() {
    const { person, visitor } = await newcomer(subject.app, model)
    const elsewhere = await openSession(subject.app, other, person)
    return { person, visitor, elsewhere, sessionId: await idOf(elsewhere) }
  }

  test('[ASVS 7.5.2] [ASVS 7.4.1] a session that its owner revokes elsewhere is refused on its very next request', async () => {
    const { visitor, elsewhere, sessionId } = await twoDevices()

    const answer = await visitor.submit('/sessions', formAbout(sessionId))

    expect(answer.body).toContain('The session has ended. That device is logged out from its next request on.')
    expect(offered(answer)).toEqual([])
    await expectRefused(subject.app, subject.gate, elsewhere, 'revoked')
    expect(await visitor.me()).toMatchObject({ status: 200 })
  })

  test('with JavaScript a revoked session is refused as well, and a second revocation succeeds', async () => {
    const { visitor, elsewhere, sessionId } = await twoDevices()
    const id = await actionId(subject.app, 'revokeAction')
    const call = { id, fields: { scope: 'one', session: sessionId }, previous: idle }

    for (let times = 0; times < 2; times += 1) {
      expect((await visitor.callAction('/sessions', call)).body).toContain('"outcome":"revoked"')
    }

    await expectRefused(subject.app, subject.gate, elsewhere, 'revoked')
  })

  test('[ASVS 7.5.2] the session of another user answers like one that does not exist, and stays valid', async () => {
    const { visitor } = await twoDevices()
    const foreign = await newcomer(subject.app, other)
    const sessionId = await idOf(foreign.visitor)
    const id = await actionId(subject.app, 'revokeAction')
    const revoke = async (session: string) => {
      const answer = await visitor.callAction('/sessions', { id, fields: { scope: 'one', session }, previous: idle })
      return /"outcome":"\w+"/.exec(answer.body)?.[0]
    }

    const answers = [await revoke(sessionId), await revoke('no-such-session-at-all')]

    expect(answers).toEqual(['"outcome":"not_found"', '"outcome":"not_found"'])
    expect(await foreign.visitor.me()).toMatchObject({ status: 200 })
  })

  const strange: ReadonlyArray<[string, Record<string, string>]> = [
    ['one, but which', { scope: 'one', session: '' }],
    ['a NUL', { scope: 'one', session: '\0' }],
    ['a very long id', { scope: 'one', session: 'x'.repeat(100_000) }],
    ['SQL', { scope: 'one', session: "' OR ''='" }],
    ['a scope that does not exist', { scope: 'all', session: '' }],
    ['others, but one', { scope: 'others', session: 'some' }],
    ['nothing', {}],
  ]
  test.each(strange)('an invalid form revokes nothing: %s', async (_, fields) => {
    const { visitor, elsewhere } = await twoDevices()
    const id = await actionId(subject.app, 'revokeAction')

    const answer = await visitor.callAction('/sessions', { id, fields, previous: idle })

    expect(answer.body).toContain('"outcome":"invalid"')
    for (const each of [visitor, elsewhere]) expect(await each.me()).toMatchObject({ status: 200 })
  })

  test('[ASVS 7.5.2] all others are out, whichever models; this one goes on with its data, and not by a copy of its old cookie', async () => {
    const { person, visitor } = await newcomer(subject.app, model)
    await visitor.submit('/dashboard', 'note', { note: 'still here' })
    const others = []
    for (const each of models) others.push(await openSession(subject.app, each, person))
    const [before, copy] = [await idOf(visitor), saveCookies(visitor)]

    const answer = await visitor.submit('/sessions', formFor('others'))

    expect(answer.body).toContain('Every other session has ended. You stay logged in here.')
    for (const each of [...others, copy]) await expectRefused(subject.app, subject.gate, each, 'revoked')
    expect(noteOn(await visitor.get('/dashboard'))).toBe('still here')
    expect([before, '']).not.toContain(await idOf(visitor))
  })

  test('[ASVS 7.4.1] everywhere is a logout here, too: no cookie is left, and every copy of one is refused', async () => {
    const { person, visitor } = await newcomer(subject.app, model)
    const others = []
    for (const each of models) others.push(await openSession(subject.app, each, person))
    const copy = saveCookies(visitor)

    const answer = await visitor.submit('/sessions', formFor('everywhere'))

    expect(answer).toMatchObject({ status: 303, location: '/login?logout=everywhere' })
    expect(visitor.cookies).toEqual([])
    expect((await visitor.follow(answer)).body).toContain('You are logged out, here and on every other device.')
    for (const each of [...others, copy]) await expectRefused(subject.app, subject.gate, each, 'revoked')
    expect(await (await openSession(subject.app, model, person)).me()).toMatchObject({ status: 200 })
  })

  test('a revoked session can revoke no other session', async () => {
    const { visitor, elsewhere, sessionId } = await twoDevices()
    const third = await idOf(visitor)
    const form = findForm((await elsewhere.get('/sessions')).body, formFor('others'))
    await visitor.submit('/sessions', formAbout(sessionId))

    const answer = await elsewhere.post('/sessions', Object.fromEntries(form.fields))

    expect(answer).toMatchObject({ status: subject.gate.strangerStatus, location: '/login?next=%2Fsessions' })
    expect(await visitor.me()).toMatchObject({ status: 200, session: { id: third } })
  })

  test('[ASVS 7.4.4] the page marks this session, or says why it cannot, and has a logout', async () => {
    const { visitor, sessionId } = await twoDevices()

    const page = await visitor.get('/sessions')

    expect(offered(page)).toEqual([sessionId])
    expect(page.body.includes('>this one<')).toBe(isListed)
    expect(page.body.includes('This session is not on the list')).toBe(!isListed)
    expect(parseForms(page.body).some(({ text }) => text === 'Log out')).toBe(true)
    expect(page.body).toContain('Firefox on Linux')
  })

  test.each(['<img src=x onerror=alert(1)>', '<script>alert(1)</script>/1 (', `"'><b>${'x'.repeat(380)}`])(
    '[ASVS 3.2.2] what a device calls itself is text: %s',
    async (userAgent) => {
      const { person, visitor } = await newcomer(subject.app, model)
      const device = { 'User-Agent': userAgent }
      await new Visitor(subject.app).submit('/login', 'password', { ...person, model: other }, device)

      const { body } = await visitor.get('/sessions')

      expect(body).toContain('Unknown device')
      expect(body).toContain(`User agent: <span class="font-mono wrap-anywhere">${escaped(userAgent)}</span>`)
    },
  )
}
