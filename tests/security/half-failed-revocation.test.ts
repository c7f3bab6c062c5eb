import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { type Process, startBeside } from '@/tests/security/support/another-process'
import { actionId } from '@/tests/support/client-router'
import { type Form, findForm } from '@/tests/support/forms'
import { givenApplication } from '@/tests/support/given-application'
import { newAccount, openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import type { Answer } from '@/tests/support/request'
import { protect } from '@/tests/support/second-factor' // feature: required-factor
import { Visitor } from '@/tests/support/visitor'

/*
 * Redis becomes unavailable between the check, which still reaches it, and the revocation, which does not: a proxy in
 * front of it forwards reads and drops the connection of every write. When Redis is unavailable altogether, the proxy
 * accepts no request.
 */

const freshSeconds = 90
const { UPSTASH_REDIS_REST_URL: target = '' } = givenApplication().settings
let app: Process
/** Another process of the same application. */
let other: Process
let isRefusing = false
let isShut = false
/** The requests that have reached the proxy. */
const questions: string[] = []
const door = createServer((request, response) => void lead(request, response))

beforeAll(async () => {
  const url = `http://127.0.0.1:${await listenNear(door, 0)}`
  const settings = { UPSTASH_REDIS_REST_URL: url, FRESH_SECONDS: String(freshSeconds) }
  app = await startBeside(settings)
  other = await startBeside({ ...settings, APP_URL: app.url })
})
afterEach(() => {
  isRefusing = false
  isShut = false
})
afterAll(async () => {
  await Promise.all([app?.stop(), other?.stop()])
  await closeServer(door)
})

async function lead(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await request.toArray()).join('')
  questions.push(body)
  if (isShut) return void request.socket.destroy()
  if (isRefusing && /"eval(sha)?"/i.test(body)) return void request.socket.destroy()

  const { authorization = '', 'content-type': type = '', 'upstash-encoding': encoding } = request.headers
  const headers = { authorization, 'content-type': type, ...(encoding ? { 'upstash-encoding': String(encoding) } : {}) }
  const answer = await fetch(target + (request.url ?? '/'), { method: request.method ?? 'POST', headers, body })
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
}

const formFor = (scope: string, session: string) => (form: Form) =>
  form.fields.get('scope') === scope && form.fields.get('session') === session
const retrying = ({ text }: Form) => /(^|\. )Try again( : \S+)?$/.test(text)

const unfinished = 'may stay logged in for up to 90 seconds more. Try again'

async function twoDevices() {
  const { email, password, userId } = await newAccount(app)
  const [here, elsewhere] = [await openSession(app, 'stored', { email }), await openSession(app, 'signed', { email })]
  return { email, password, userId, here, elsewhere, sessionId: (await elsewhere.me()).session?.id ?? '' }
}

/** The process that has revoked a session refuses it at once. Another process refuses it after the publication. */
const seenElsewhere = (visitor: Visitor) => new Visitor(other, visitor.jar.clone()).me()
const untilRevoked = (visitor: Visitor) =>
  expect.poll(() => seenElsewhere(visitor), { timeout: 10_000 }).toMatchObject({ status: 401, code: 'revoked' })

/** Submits "Try again" on the page of an answer. */
const retry = (visitor: Visitor, { body }: Answer, path = '/sessions') =>
  visitor.post(path, Object.fromEntries(findForm(body, retrying).fields))

describe('a revocation that cannot be published to Redis', () => {
  test('is reported as unfinished, and the form in the answer finishes it', async () => {
    const { here, elsewhere, sessionId } = await twoDevices()
    isRefusing = true

    const answer = await here.submit('/sessions', formFor('one', sessionId))

    expect(answer.body).toContain(`The session has ended, but that device ${unfinished}`)
    expect(await seenElsewhere(elsewhere)).toMatchObject({ status: 200 })
    const again = await retry(here, answer)
    expect(again.body).toContain(unfinished)
    isRefusing = false
    expect((await retry(here, again)).body).toContain('The session has ended. That device is logged out')
    await untilRevoked(elsewhere)
  })

  test('of all other sessions is finished by the remaining session', async () => {
    const { here, elsewhere } = await twoDevices()
    isRefusing = true

    const answer = await here.submit('/sessions', formFor('others', ''))

    expect(answer.body).toContain(unfinished)
    expect(await here.me()).toMatchObject({ status: 200 })
    isRefusing = false
    expect((await retry(here, answer)).body).toContain('Every other session has ended. You stay logged in here.')
    await untilRevoked(elsewhere)
    expect(await here.me()).toMatchObject({ status: 200 })
  })

  test('of all sessions is finished by the login page, without a session', async () => {
    const { here, elsewhere } = await twoDevices()
    isRefusing = true

    const answer = await here.submit('/sessions', formFor('everywhere', ''))

    const target = answer.location ?? ''
    expect(target).toMatch(/^\/login\?logout=everywhere_unfinished&user=[\w-]+&mark=[\w-]{22}$/)
    expect(here.cookies).toEqual([])
    const { body } = await here.follow(answer)
    expect(body).toContain('You are logged out.')
    expect(body).toContain(`Your other devices ${unfinished}`)
    expect((await here.submit(target, retrying)).location).toBe(target)
    expect(await seenElsewhere(elsewhere)).toMatchObject({ status: 200 })
    isRefusing = false
    // The mark shows that the form is for this account: without it the retry publishes nothing.
    expect((await here.submit(target, retrying, { mark: 'forged' })).location).toBe('/login?logout=everywhere')
    expect(await seenElsewhere(elsewhere)).toMatchObject({ status: 200 })
    expect((await here.submit(target, retrying)).location).toBe('/login?logout=everywhere')
    await untilRevoked(elsewhere)
  })

  test('of a changed password is finished without either password', async () => {
    const { email, password, here, elsewhere } = await twoDevices()
    isRefusing = true

    const answer = await here.submit('/account', 'wanted', { current: password, wanted: 'a new day for letters' })

    const said = 'Your password is changed and every other session has ended, but your other devices'
    expect(answer.body.replaceAll('<!-- -->', '')).toContain(`${said} ${unfinished}`)
    for (const name of ['current', 'wanted']) expect(findForm(answer.body, retrying).names).not.toContain(name)
    const again = await retry(here, answer, '/account')
    expect(again.body).toContain(said)
    expect(await seenElsewhere(elsewhere)).toMatchObject({ status: 200 })
    isRefusing = false
    expect((await retry(here, again, '/account')).body).toContain(
      'Your password is changed. Every other session has ended.',
    )
    await untilRevoked(elsewhere)
    expect(await here.me()).toMatchObject({ status: 200, user: { email } })
  })

  test.each([
    ['a role', 'Change the role', { role: 'editor' }, 'The role is changed.', 'The account has this role already.'],
    [
      'a disabled account',
      'Disable the account',
      {},
      'The account is disabled',
      'Done. The change counts within a second.',
    ],
    ['all sessions of a user', 'End every session', {}, 'Every session of this account', 'of this account has ended.'],
    // feature: required-factor
    [
      'a second factor',
      'Reset the second factor',
      {},
      'The second factor is reset and every session of this account has ended,',
      'Nothing was changed: this account has no second factor.',
    ],
    // end
  ])('by an admin, of %s, is finished by the same action', async (_, button, fields, said, done) => {
    const { email, elsewhere, userId } = await twoDevices()
    if (button.includes('factor')) await protect(userId) // feature: required-factor
    const admin = await openSession(app, 'stored', people.ada)
    const path = `/admin?q=${email}`
    isRefusing = true

    const answer = await admin.submit(path, button, fields)

    expect(answer.body).toContain(said)
    const again = await retry(admin, answer, path)
    expect(again.body).toContain(said)
    expect(await seenElsewhere(elsewhere)).toMatchObject({ status: 200, user: { role: 'member' } })
    isRefusing = false
    expect((await retry(admin, again, path)).body).toContain(done)
    if (button !== 'Change the role') return untilRevoked(elsewhere)
    const seen = () => seenElsewhere(elsewhere)
    await expect.poll(seen, { timeout: 10_000 }).toMatchObject({ status: 200, user: { role: 'editor' } })
  })

  test('of all users is finished by the login page', async () => {
    const { elsewhere } = await twoDevices()
    const admin = await openSession(app, 'sealed', people.ada)
    isRefusing = true

    const answer = await admin.submit('/admin', 'words', { words: 'everyone out' })

    const target = '/login?logout=everyone_unfinished&next=%2Fadmin'
    expect(answer.location).toBe(target)
    expect((await admin.follow(answer)).body).toContain(`Some users ${unfinished}`)
    expect((await admin.submit(target, retrying)).location).toBe(target)
    expect(await seenElsewhere(elsewhere)).toMatchObject({ status: 200 })
    isRefusing = false
    expect((await admin.submit(target, retrying)).location).toBe('/login?logout=everyone&next=%2Fadmin')
    await untilRevoked(elsewhere)
  })

  test('of a deletion keeps the account, and leads to the login page, which says so', async () => {
    const { email, elsewhere } = await twoDevices()
    isRefusing = true

    const answer = await elsewhere.submit('/account', 'Delete the account', { email })

    expect(answer.location).toBe('/login?logout=deletion_unfinished&next=%2Faccount')
    expect(elsewhere.cookies).toEqual([])
    expect((await elsewhere.follow(answer)).body).toContain('Your account is not deleted yet.')
    isRefusing = false
    const again = await openSession(app, 'signed', { email })
    expect((await again.submit('/account', 'Delete the account', { email })).location).toBe('/?account=deleted')
  })
})

/** Calls the action with JavaScript, as the page does: the answer replaces the form. */
async function revoke(visitor: Visitor, scope: string, session = '') {
  const previous = { outcome: 'idle', scope: 'one', sessionId: '' }
  return visitor.callAction('/sessions', {
    id: await actionId(app, 'revokeAction'),
    fields: { scope, session },
    previous,
  })
}

describe('with Redis unavailable altogether', () => {
  test('a user whose session Postgres confirms can end another session, which is refused when Redis is back', async () => {
    const { here, elsewhere, sessionId } = await twoDevices()
    isShut = true

    expect((await revoke(here, 'one', sessionId)).body).toContain('"outcome":"unfinished"')
    // Ends the session once; the retry finds it ended.
    expect((await revoke(here, 'one', sessionId)).body).toContain('"outcome":"unfinished"')

    isShut = false
    expect((await revoke(here, 'one', sessionId)).body).toContain('"outcome":"revoked"')
    expect(await elsewhere.me()).toMatchObject({ status: 401, code: 'revoked' })
    expect(await here.me()).toMatchObject({ status: 200 })
  })

  test('all other sessions end, and this one remains', async () => {
    const { here, elsewhere } = await twoDevices()
    isShut = true

    expect((await revoke(here, 'others')).body).toContain('"outcome":"unfinished"')

    isShut = false
    expect(await here.me()).toMatchObject({ status: 200 })
    await revoke(here, 'others')
    expect(await elsewhere.me()).toMatchObject({ status: 401, code: 'revoked' })
  })

  test('all sessions end', async () => {
    const { here } = await twoDevices()
    isShut = true

    const answer = await revoke(here, 'everywhere')

    expect(answer.headers.get('x-action-redirect')).toContain('/login?logout=everywhere_unfinished&user=')
  })

  test('a logged-out session ends no other session', async () => {
    const { here, elsewhere, sessionId } = await twoDevices()
    const copy = here.clone()
    await here.submit('/dashboard', 'Log out')
    isShut = true

    expect((await revoke(copy, 'one', sessionId)).body).toContain('"outcome":"ended"')

    isShut = false
    expect(await elsewhere.me()).toMatchObject({ status: 200 })
  })
})

test('an action that ends a session checks Redis once, and the edge in front of it once', async () => {
  const { here } = await twoDevices()
  const id = (await here.me()).session?.id ?? ''
  questions.length = 0

  const answer = await revoke(here, 'nothing')

  expect(answer.body).toContain('"outcome":"invalid"')
  expect(questions.filter((question) => question.includes(`:denied:${id}`))).toHaveLength(2)
})
