import type { OutgoingHttpHeaders } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { Model } from '@/lib/session/models'
import { actionId } from '@/tests/support/client-router'
import { findForm } from '@/tests/support/forms'
import { givenApplication } from '@/tests/support/given-application'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()
const { port } = new URL(app.url)
const evil = 'https://evil.example'

/** A browser that can omit headers which a page of ours sends: `undefined`. */
class Browser extends Visitor {
  override send(method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: Uint8Array | string) {
    const said = Object.entries(headers).filter(([, value]) => value !== undefined)
    return super.send(method, path, Object.fromEntries(said), body)
  }
}

const logInHere = (model: Model) => openSession(app, model, { visitor: new Browser(app) })

const foreign: Readonly<Record<string, OutgoingHttpHeaders>> = {
  'another site': { Origin: evil, 'Sec-Fetch-Site': 'cross-site' },
  'another site, by a browser without Sec-Fetch-Site': { Origin: evil, 'Sec-Fetch-Site': undefined },
  'another site that X-Forwarded-Host names': { Origin: evil, 'X-Forwarded-Host': 'evil.example' },
  'another site that X-Forwarded-Host names twice': {
    Origin: evil,
    'X-Forwarded-Host': `evil.example, localhost:${port}`,
  },
  'another site that Host names': { Origin: evil, Host: 'evil.example', 'Sec-Fetch-Site': undefined },
  'a sandboxed page': { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
  'a sandboxed page that says it is ours': { Origin: 'null' },
  'another port of this host': { Origin: 'http://localhost:1', 'Sec-Fetch-Site': 'same-site' },
  'a site next door': { 'Sec-Fetch-Site': 'same-site' },
  'another site that hides its origin': { Origin: undefined, 'Sec-Fetch-Site': 'cross-site' },
  'a browser that hides its origin': { Origin: undefined },
  'HTTPS in front of our name': { Origin: `https://localhost:${port}` },
}

describe.for(Object.entries(foreign))('[ASVS 3.5.1] posted by %s', ([, headers]) => {
  test('a login form starts no session', async () => {
    const { email, password } = people.linus
    const answer = await new Browser(app).submit('/login', 'password', { email, password }, headers)

    expect(answer.setCookies).toEqual([])
    expect(answer.status).toBeGreaterThanOrEqual(400)
  })

  test('a logout ends none, by form or by action', async () => {
    const visitor = await logInHere('stored')
    const id = await actionId(app, 'logoutAction')
    const forms = await visitor.submit('/dashboard', 'Log out', {}, headers)
    const actions = await visitor.callAction('/login', { id, fields: {}, previous: 'idle' }, headers)

    for (const answer of [forms, actions]) expect(answer.setCookies).toEqual([])
    expect(await visitor.me()).toMatchObject({ status: 200 })
  })

  test('session data stays as it was', async () => {
    const visitor = await logInHere('sealed')
    const id = await actionId(app, 'saveNoteAction')
    const call = { id, fields: { note: 'planted' }, previous: { outcome: 'idle', note: '' } }

    const answer = await visitor.callAction('/dashboard', call, headers)

    expect(answer.setCookies).toEqual([])
    expect(findForm((await visitor.get('/dashboard')).body, 'note').fields.get('note')).toBe('')
  })
})

test('a client that is no browser sends neither header, and is served', async () => {
  const { email, password } = people.linus
  const headers = { Origin: undefined, 'Sec-Fetch-Site': undefined }

  expect((await new Browser(app).submit('/login', 'password', { email, password }, headers)).status).toBe(303)
})

test('[ASVS 3.5.1] a renewal asked for by another site is refused, and changes nothing', async () => {
  const visitor = await logInHere('signed')
  const before = visitor.cookies

  const answer = await visitor.send('POST', '/api/session/renew', { Origin: evil, 'Sec-Fetch-Site': 'cross-site' })

  expect(answer.status).toBe(403)
  expect(answer.json()).toMatchObject({ code: 'cross_site' })
  expect(visitor.cookies).toEqual(before)
})

test('an action is guarded itself, on every page that it is posted to', async () => {
  for (const path of ['/', '/login', '/signup', '/nowhere', '/dashboard']) {
    for (const name of ['saveNoteAction', 'countVisitAction']) {
      const call = { id: await actionId(app, name), fields: { note: 'x' }, previous: { outcome: 'idle', note: '' } }
      const answer = await new Browser(app).callAction(path, call)

      expect(answer.body).not.toContain('"outcome":"saved"')
      expect(answer.setCookies).toEqual([])
    }
  }
})
