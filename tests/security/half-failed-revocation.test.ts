import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { closeServer, listenNear } from '@/scripts/services/ports'
import { type Process, startBeside } from '@/tests/security/support/another-process'
import { actionId } from '@/tests/support/client-router'
import { type Form, findForm } from '@/tests/support/forms'
import { givenApplication } from '@/tests/support/given-application'
import { newAccount, openSession } from '@/tests/support/open-session'
import type { Answer } from '@/tests/support/request'
import type { Visitor } from '@/tests/support/visitor'

/*
 * Redis goes away between the check, which still reaches it, and the revocation, which does not: here a door before it
 * lets questions pass and breaks off whatever would be written. Or it is away altogether: then the door is shut.
 */

const freshSeconds = 90
const { UPSTASH_REDIS_REST_URL: target = '' } = givenApplication().settings
let app: Process
let isRefusing = false
let isShut = false
/** What has come to the door. */
const questions: string[] = []
const door = createServer((request, response) => void lead(request, response))

beforeAll(async () => {
  const url = `http://127.0.0.1:${await listenNear(door, 0)}`
  app = await startBeside({ UPSTASH_REDIS_REST_URL: url, FRESH_SECONDS: String(freshSeconds) })
})
afterEach(() => {
  isRefusing = false
  isShut = false
})
afterAll(async () => {
  await app?.stop()
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
const telling = (form: Form) => form.text === 'Tell it again'

const unfinished = 'Redis could not be told, though: a copy of a cookie may be believed for up to 90 seconds more.'

async function twoDevices() {
  const { email } = await newAccount(app)
  const [here, elsewhere] = [await openSession(app, 'stored', { email }), await openSession(app, 'signed', { email })]
  return { email, here, elsewhere, sessionId: (await elsewhere.me()).session?.id ?? '' }
}

const tellAgain = (visitor: Visitor, answer: Answer) =>
  visitor.post('/sessions', Object.fromEntries(findForm(answer.body, telling).fields))

describe('a revocation that Redis does not hear of', () => {
  test('is said to be unfinished, and is finished by the form that comes with it', async () => {
    const { here, elsewhere, sessionId } = await twoDevices()
    isRefusing = true

    const answer = await here.submit('/sessions', formFor('one', sessionId))

    expect(answer.body).toContain(`That session has ended. ${unfinished}`)
    expect(await elsewhere.me()).toMatchObject({ status: 200 })
    const again = await tellAgain(here, answer)
    expect(again.body).toContain(unfinished)
    isRefusing = false
    expect((await tellAgain(here, again)).body).toContain('Revoked. That session is refused from its next request on.')
    expect(await elsewhere.me()).toMatchObject({ status: 401, code: 'revoked' })
  })

  test('of all others is finished by the session that went on', async () => {
    const { here, elsewhere } = await twoDevices()
    isRefusing = true

    const answer = await here.submit('/sessions', formFor('others', ''))

    expect(answer.body).toContain(unfinished)
    expect(await here.me()).toMatchObject({ status: 200 })
    isRefusing = false
    expect((await tellAgain(here, answer)).body).toContain('Every other session has ended, of every model.')
    expect(await elsewhere.me()).toMatchObject({ status: 401, code: 'revoked' })
    expect(await here.me()).toMatchObject({ status: 200 })
  })

  test('of everything is said where it lands', async () => {
    const { here } = await twoDevices()
    isRefusing = true

    const answer = await here.submit('/sessions', formFor('everywhere', ''))

    expect(answer.location).toBe('/login?logout=everywhere_unfinished')
    expect(here.cookies).toEqual([])
    const { body } = await here.follow(answer)
    expect(body).toContain('You are logged out, here and everywhere else.')
    expect(body).toContain('Redis could not be told, though')
  })

  test('of a deletion leaves the account, and says so with a link to log in again', async () => {
    const { email, elsewhere } = await twoDevices()
    isRefusing = true

    const { body } = await elsewhere.submit('/account', 'Delete the account', { email })

    expect(body).toMatch(
      /Your account is not deleted yet\.[^<]*(<!-- -->)? ?<a [^>]*href="\/login\?next=%2Faccount"[^>]*>Log in again</,
    )
    isRefusing = false
    const again = await openSession(app, 'signed', { email })
    expect((await again.submit('/account', 'Delete the account', { email })).location).toBe('/?account=deleted')
  })
})

/** As the page does it: with JavaScript, so that the answer stands where the form was. */
async function revoke(visitor: Visitor, scope: string, session = '') {
  const previous = { outcome: 'idle', scope: 'one', sessionId: '' }
  return visitor.callAction('/sessions', {
    id: await actionId(app, 'revokeAction'),
    fields: { scope, session },
    previous,
  })
}

describe('with Redis away altogether', () => {
  test('a session can be ended by somebody whom Postgres knows, and is refused when Redis is back', async () => {
    const { here, elsewhere, sessionId } = await twoDevices()
    isShut = true

    expect((await revoke(here, 'one', sessionId)).body).toContain('"outcome":"unfinished"')
    // Ended once, and a repetition finds it.
    expect((await revoke(here, 'one', sessionId)).body).toContain('"outcome":"unfinished"')

    isShut = false
    expect((await revoke(here, 'one', sessionId)).body).toContain('"outcome":"revoked"')
    expect(await elsewhere.me()).toMatchObject({ status: 401, code: 'revoked' })
    expect(await here.me()).toMatchObject({ status: 200 })
  })

  test('all others end, and this one goes on', async () => {
    const { here, elsewhere } = await twoDevices()
    isShut = true

    expect((await revoke(here, 'others')).body).toContain('"outcome":"unfinished"')

    isShut = false
    expect(await here.me()).toMatchObject({ status: 200 })
    await revoke(here, 'others')
    expect(await elsewhere.me()).toMatchObject({ status: 401, code: 'revoked' })
  })

  test('everything ends', async () => {
    const { here } = await twoDevices()
    isShut = true

    const answer = await revoke(here, 'everywhere')

    expect(answer.headers.get('x-action-redirect')).toContain('/login?logout=everywhere_unfinished')
  })

  test('whoever was logged out before ends nothing', async () => {
    const { here, elsewhere, sessionId } = await twoDevices()
    const copy = here.clone()
    await here.submit('/dashboard', 'Log out')
    isShut = true

    expect((await revoke(copy, 'one', sessionId)).body).toContain('"outcome":"ended"')

    isShut = false
    expect(await elsewhere.me()).toMatchObject({ status: 200 })
  })
})

test('an action that ends something asks Redis once whether it may, and the edge in front of it once', async () => {
  const { here } = await twoDevices()
  const id = (await here.me()).session?.id ?? ''
  questions.length = 0

  const answer = await revoke(here, 'nothing')

  expect(answer.body).toContain('"outcome":"invalid"')
  expect(questions.filter((question) => question.includes(`:denied:${id}`))).toHaveLength(2)
})
