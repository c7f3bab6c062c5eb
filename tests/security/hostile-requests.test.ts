import { readFile } from 'node:fs/promises'
import type { OutgoingHttpHeaders } from 'node:http'
import { describe, expect, test } from 'vitest'
import { actionId } from '@/tests/support/client-router'
import { givenApplication } from '@/tests/support/given-application'
import { openSession } from '@/tests/support/open-session'
import { type Answer, request } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()
const names = ['__Host-sealed', '__Host-stored', '__Host-signed', '__Host-refresh']

/** Node may close the connection of a client that sends too much before it has read, or answered, everything. */
async function ask(path: string, headers: OutgoingHttpHeaders): Promise<Answer | 'closed'> {
  return request(app.url, path, { headers }).catch((error: unknown) => {
    if (error instanceof Error && /ECONNRESET|EPIPE/.test(error.message)) return 'closed'
    throw error
  })
}

function expectStranger(answer: Answer | 'closed'): void {
  if (answer === 'closed') return

  const { status, setCookies, body } = answer
  expect([303, 307, 400, 401, 413, 431]).toContain(status)
  expect(setCookies).toEqual([])
  expect(body).not.toMatch(/\bat .+\.(js|ts):\d+|Error:/)
}

describe.for(names)('an invalid cookie %s counts as no session, and never causes a 500:', (name) => {
  const values = {
    'one megabyte': 'a'.repeat(1_000_000),
    'as long as Node lets through': 'a'.repeat(15_000),
    nothing: '',
    'one dot': '.',
    'two dots': '..',
    'the shape of a token': 'a.b.c',
    'the shape of a longer token': `${'ab'.repeat(20)}.${'cd'.repeat(20)}.${'e'.repeat(85)}`,
    'the shape of a seal': 'Fe26.2*1*a*b*c**d*e~2',
    'a seal without its parts': 'Fe26.2*********~2',
    'an escaped null': '%00',
    'an escape that is none': '%ff%',
    'quotes and brackets': '"{[<\'>]}"',
    'a prototype': '__proto__',
  }

  test.for(Object.entries(values))('%s', async ([, value]) => {
    for (const path of ['/dashboard', '/api/me']) {
      expectStranger(await ask(path, { Cookie: `${name}=${value}` }))
    }
    const open = await ask('/login', { Cookie: `${name}=${value}` })
    expect(open === 'closed' ? 431 : open.status).toBeOneOf([200, 431])
  })
})

describe('an Authorization header without a token of ours is refused, and never causes a 500:', () => {
  const headers = {
    'a token of 64 kB': `Bearer ${'a'.repeat(65_536)}`,
    'a token of 12 kB': `Bearer ${'a.'.repeat(6_000)}`,
    'three letters': 'Bearer a.b.c',
    'empty parts': 'Bearer ..',
    'no algorithm': `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`,
    'a header that is no JSON': `Bearer ${Buffer.from('nonsense').toString('base64url')}.e30.AAAA`,
    'a payload that is no JSON': `Bearer ${Buffer.from('{"alg":"ES256"}').toString('base64url')}.AAAA.AAAA`,
    'bytes beyond ASCII': 'Bearer \u00e9\u00e8.\u00e0.\u00fc',
    nothing: '',
  }

  test.for(Object.entries(headers))('%s', async ([, Authorization]) => {
    for (const path of ['/dashboard', '/api/me']) {
      expectStranger(await ask(path, { Authorization }))
    }
  })

  test('two of them', async () => {
    const visitor = await openSession(app, 'signed')
    const token = visitor.jar.get('__Host-signed')?.value
    const Authorization = [`Bearer ${token}`, 'Bearer nonsense']

    for (const pair of [Authorization, Authorization.toReversed()]) {
      const { status } = await request(app.url, '/api/me', { headers: { Authorization: pair } })
      expect([200, 400, 401]).toContain(status)
    }
  })
})

test('cookies with names similar to ours are ignored', async () => {
  const visitor = await openSession(app, 'sealed')
  const value = visitor.jar.get('__Host-sealed')?.value

  for (const twin of [
    '__HOST-sealed',
    '__host-sealed',
    ' __Host-SEALED',
    'sealed',
    '__Secure-sealed',
    '__Host-sealed%00',
  ]) {
    expectStranger(await request(app.url, '/api/me', { headers: { Cookie: `${twin}=${value}` } }))
  }
})

test('a cookie whose name differs in case, beside a valid cookie, changes nothing', async () => {
  const visitor = await openSession(app, 'sealed')
  const value = visitor.jar.get('__Host-sealed')?.value

  for (const Cookie of [`__HOST-sealed=x; __Host-sealed=${value}`, `__Host-sealed=${value}; __host-sealed=x`]) {
    expect((await request(app.url, '/api/me', { headers: { Cookie } })).status).toBe(200)
  }
})

describe('an action that is no action', () => {
  const bodies = ['', '[]', '["$K1"]', '{"__proto__":{}}', '["$1:constructor:constructor"]', '[["$","$","$"]]']
  const ids = ['', 'x', '0'.repeat(42), '../../etc/passwd', 'constructor']

  test.for(ids)('called %j is refused, not run', async (id) => {
    for (const body of bodies) {
      const answer = await new Visitor(app).send('POST', '/login', { 'Next-Action': id, Origin: app.url }, body)
      expect(answer.setCookies).toEqual([])
      expect(answer.body).not.toMatch(/\bat .+\.(js|ts):\d+/)
    }
  })

  test('a login with fields of the wrong type is answered with error messages', async () => {
    const answer = await new Visitor(app).submit('/login', 'password', { email: null, password: null, model: 'forged' })

    expect(answer.status).toBe(200)
    expect(answer.body).toContain('Enter an e-mail address')
    expect(answer.body).not.toContain('Invalid input')
  })
})

test('[ASVS 3.2.2] a name with markup in it is text', async () => {
  const visitor = new Visitor(app)
  const name = '<img src=x onerror=alert(1)>'
  const person = { email: 'markup@example.com', password: 'paper, ink and wax' }
  await visitor.submit('/signup', 'name', { ...person, name })

  await openSession(app, 'stored', { ...person, visitor })

  const { body } = await visitor.get('/dashboard')
  expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;')
  expect(body).not.toContain(name)
})

describe('a NUL, which Postgres cannot store, is refused with a message, never a 500:', () => {
  test('in the name at signup', async () => {
    const visitor = new Visitor(app)
    const person = { name: 'a\0b', email: 'nul@example.com', password: 'paper, ink and wax' }
    const answer = await visitor.submit('/signup', 'name', person)
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('Use characters that can be seen.')
  })

  test.for(['sealed', 'stored', 'signed'] as const)('in a note, %s', async (model) => {
    const visitor = await openSession(app, model)
    const answer = await visitor.submit('/dashboard', 'note', { note: 'before\0after' })
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('Not saved')
    expect((await visitor.me()).status).toBe(200)
  })

  test('in the id of a logout that is to be finished', async () => {
    const visitor = new Visitor(app)
    const answer = await visitor.submit('/login?logout=unfinished&session=x', 'Try again', { session: 'x\0y' })
    expect(answer.status).toBe(303)
  })
})

describe('a request that Next would answer with 500 and a stack trace gets a 400 and at most one log line:', () => {
  const multipart = { 'Content-Type': 'multipart/form-data; boundary=x' }
  const text = { 'Content-Type': 'text/plain;charset=UTF-8' }
  const bodies: Record<string, [OutgoingHttpHeaders, string]> = {
    'multipart that is none': [multipart, 'no multipart'],
    'multipart without a boundary': [{ 'Content-Type': 'multipart/form-data' }, 'no multipart'],
    'multipart that breaks off': [multipart, '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1'],
  }

  async function post(path: string, headers: OutgoingHttpHeaders, body: string): Promise<void> {
    const before = (await readFile(app.logFile, 'utf8')).split('\n').length
    const own = { Origin: new URL(app.url).origin, 'Sec-Fetch-Site': 'same-origin' }
    const answer = await new Visitor(app).send('POST', path, { ...own, ...headers }, body)
    expect(answer.status).toBe(400)
    expect(answer.body).not.toMatch(/Internal Server Error/)
    expect((await readFile(app.logFile, 'utf8')).split('\n').length - before).toBeLessThanOrEqual(1)
  }

  describe.each(['/', '/login', '/signup', '/no-such-page'])('posted to %s', (path) => {
    test.each(Object.entries(bodies))('%s', async (_, [headers, body]) => post(path, headers, body))
  })

  test.each(['loginAction', 'signupAction', 'saveNoteAction', 'countVisitAction'])(
    '%s called without a form',
    async (name) => {
      const action = { 'Next-Action': await actionId(app, name), Accept: 'text/x-component' }
      for (const call of ['[]', '["$K1"]', '[1,2]', '["$F1"]', 'x', '[{"then":"x"},{"get":"x"}]']) {
        await post('/login', { ...action, ...text }, call)
      }
      await post('/login', { ...action, ...multipart }, 'x')
    },
  )

  test.each(['x', '%', '{"a":1}', '[null]', '[]'])('an invalid state of the client router: %s', async (state) => {
    const visitor = new Visitor(app)
    const headers = { RSC: '1', 'Next-Router-State-Tree': state }
    const answer = await visitor.get('/login', headers)
    expect(answer.status).toBe(400)
  })
})
