import { describe, expect, test } from 'vitest'
import { actionId } from '@/tests/support/client-router'
import { givenApplication } from '@/tests/support/given-application'
import { models } from '@/tests/support/models'
import { openSession } from '@/tests/support/open-session'
import type { Visitor } from '@/tests/support/visitor'

const app = givenApplication()
const evil = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }

const places = [
  ...['/', '/login', '/dashboard', '/nowhere', '/api/me', '/api/health', '/api/cron/purge', '/api/nowhere'],
  ...['/api/notes', '/api/notes/x', '/api/token', '/api/token/revoke', '/api/token/introspect'],
]

test.for(places)('[ASVS 3.4.2] %s shares nothing with a page of another site, preflight or not', async (path) => {
  const visitor = await openSession(app, 'sealed')
  const preflight = {
    ...evil,
    'Access-Control-Request-Method': 'GET',
    'Access-Control-Request-Headers': 'authorization',
  }

  for (const answer of [await visitor.get(path, evil), await visitor.send('OPTIONS', path, preflight)]) {
    const allowing = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))
    expect(allowing).toEqual([])
  }
})

/**
 * The requests that a cross-site page can send with our cookies and without a preflight: the simple requests of the
 * Fetch standard.
 */
const simple: Readonly<Record<string, { type?: string; body: string }>> = {
  'plain text': { type: 'text/plain;charset=UTF-8', body: '["$K1"]' },
  'an urlencoded form': { type: 'application/x-www-form-urlencoded', body: 'note=planted&0=%5B%22%24K1%22%5D' },
  'a multipart form': {
    type: 'multipart/form-data; boundary=x',
    body: '--x\r\nContent-Disposition: form-data; name="note"\r\n\r\nplanted\r\n--x--\r\n',
  },
  'a body without a type': { body: '{}' },
  nothing: { body: '' },
}

const targets = [
  ...['/dashboard', '/login', '/signup', '/', '/api/session/renew', '/api/csp-report', '/api/me'],
  ...['/api/notes', '/api/token', '/api/token/revoke', '/api/token/introspect'],
]

async function stateOf(visitor: Visitor) {
  const { status, session } = await visitor.me()
  return {
    status,
    id: session?.id,
    cookies: visitor.cookies,
    note: (await visitor.get('/dashboard')).body.includes('planted'),
  }
}

describe.for(Object.entries(simple))('[ASVS 3.5.2] sent by another site as %s', ([, { type, body }]) => {
  test.for(models)('nothing is reached, %s', async (model) => {
    const visitor = await openSession(app, model)
    const before = await stateOf(visitor)
    const id = await actionId(app, 'logoutAction')

    for (const path of targets) {
      // The second is no simple request; it must not succeed in a browser that sends it without a preflight either.
      for (const asAction of [{}, { 'Next-Action': id }]) {
        const headers = { ...evil, ...(type ? { 'Content-Type': type } : {}), ...asAction }
        const answer = await visitor.send('POST', path, headers, body)
        expect({ path, status: answer.status, cookies: answer.setCookies }).toEqual({
          path,
          status: expect.toSatisfy((status: number) => status >= 400),
          cookies: [],
        })
      }
    }
    expect(await stateOf(visitor)).toEqual(before)
  })
})
