import { beforeAll, describe, expect, test } from 'vitest'
import { givenApplication } from '@/tests/support/given-application'
import { openSession } from '@/tests/support/open-session'
import { type Answer, request } from '@/tests/support/request'
import { askForToken, introspect, sendForm } from '@/tests/support/tokens'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()

const answers: Readonly<Record<string, () => Promise<Answer>>> = {
  'the home page': () => new Visitor(app).get('/'),
  'the login page': () => new Visitor(app).get('/login'),
  'a page that needs a login': async () => (await openSession(app, 'sealed')).get('/dashboard'),
  'the redirect of an unauthenticated request': () => new Visitor(app).get('/dashboard'),
  'the redirect of a page': () => new Visitor(app).get('/dashboard', { 'Next-Router-Prefetch': '1' }),
  'the answer of a form': () => new Visitor(app).submit('/login', 'password', { email: 'unknown' }),
  'a page that is not there': () => new Visitor(app).get('/nowhere'),
  'a page for the client router': () => new Visitor(app).get('/login', { 'Next-Router-Prefetch': '1' }),
  'an address of Next that is not there': () => new Visitor(app).get('/_next/nowhere'),
  'a well-known address that is not there': () => new Visitor(app).get('/.well-known/nowhere'),
  'the public keys': () => new Visitor(app).get('/.well-known/jwks.json'),
  'the API': async () => (await openSession(app, 'stored')).get('/api/me'),
  'a refusal of the API': () => new Visitor(app).get('/api/me'),
  'an API route that is not there': () => new Visitor(app).get('/api/nowhere'),
  'a method that is not there': () => new Visitor(app).send('POST', '/api/me'),
  'an access token': async () => askForToken(await openSession(app, 'sealed')),
  'a refusal of a token': async () =>
    askForToken(await openSession(app, 'sealed'), { audience: 'https://evil.example' }),
  'a revocation': () => sendForm(new Visitor(app), '/api/token/revoke', { token: 'x' }),
  'a refusal to say whether a token stands': () => introspect(app, 'x'),
  notes: async () => (await openSession(app, 'stored')).get('/api/notes'),
  'a note that is not there': async () => (await openSession(app, 'stored')).get('/api/notes/x'),
  'an answer to another origin': () =>
    new Visitor(app).send('OPTIONS', '/api/notes', { Origin: 'https://evil.example' }),
  'public keys': () => new Visitor(app).get('/.well-known/jwks.json'),
  'a renewal': async () => (await openSession(app, 'signed')).send('POST', '/api/session/renew'),
  'a script': async () => {
    const [script = ''] = (await new Visitor(app).get('/')).body.match(/\/_next\/static\/[^"]+\.js/) ?? []
    return new Visitor(app).get(script)
  },
  'a picture': () => new Visitor(app).get('/icon.svg'),
  'a static file that is not there': () => new Visitor(app).get('/_next/static/nowhere.js'),
  health: () => new Visitor(app).get('/api/health'),
  'a path that is none': () => request(app.url, '/%ff'),
  'a method that is never allowed': () => request(app.url, '/', { method: 'TRACE' }),
}

describe.for(Object.entries(answers))('%s', ([, ask]) => {
  let headers: Headers
  beforeAll(async () => {
    headers = (await ask()).headers
  })

  test('[ASVS 3.4.4] is not to be guessed at', () => {
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('[ASVS 3.4.6] cannot be framed by any site', () => {
    const isClosed = headers.get('content-security-policy')?.includes("frame-ancestors 'none'")

    expect(isClosed || headers.get('x-frame-options') === 'DENY').toBe(true)
  })

  test('[ASVS 3.5.8] is embedded by no other site', () => {
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  })

  test('[ASVS 3.4.1] [ASVS 3.4.5] [ASVS 3.4.8] asks for HTTPS for a year, tells other sites no addresses, shares no window and no sensors', () => {
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('permissions-policy')).toMatch(/camera=\(\).*geolocation=\(\)/)
    expect(headers.has('x-powered-by')).toBe(false)
  })

  // feature: second-factor
  test('lets only our own pages ask for a passkey: no frame of another site', () => {
    const policy = headers.get('permissions-policy')
    for (const name of ['get', 'create']) expect(policy).toContain(`publickey-credentials-${name}=(self)`)
  })

  // end
  test('reveals no header that Next and the middleware exchange', () => {
    expect(
      [...headers.keys()].filter((name) => /^x-(middleware|nextjs-rewrite|check-trace|request-path)/.test(name)),
    ).toEqual([])
  })

  test('sets no cookie that a shared cache could keep', () => {
    const mayBeShared = !/no-store|private/.test(headers.get('cache-control') ?? '')
    expect(mayBeShared ? headers.getSetCookie() : []).toEqual([])
  })
})

test('[ASVS 3.2.1] [ASVS 3.4.3] an answer of the API may run and load nothing, should a browser show it as a page', async () => {
  for (const path of [
    '/api/me',
    '/api/health',
    '/api/cron/purge',
    '/api/notes',
    '/api/token',
    '/api/openapi.json',
    '/api/nowhere',
    '/api',
  ]) {
    const policy = (await new Visitor(app).get(path)).headers.get('content-security-policy')
    expect(policy).toBe("default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
  }
})
