import { describe, expect, test } from 'vitest'
import { givenApplication } from '@/tests/support/given-application'
import { openSession } from '@/tests/support/open-session'
import type { Answer } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()

function policyOf(page: Answer): ReadonlyMap<string, readonly string[]> {
  const directives = (page.headers.get('content-security-policy') ?? '').split('; ')
  return new Map(directives.map((directive) => directive.split(' ')).map(([name = '', ...sources]) => [name, sources]))
}

function nonceOf(page: Answer): string | undefined {
  const source = policyOf(page)
    .get('script-src')
    ?.find((candidate) => candidate.startsWith("'nonce-"))
  return source?.slice("'nonce-".length, -1)
}

const pages: Readonly<Record<string, () => Promise<Answer>>> = {
  'the home page': () => new Visitor(app).get('/'),
  'the login page': () => new Visitor(app).get('/login'),
  'the signup page': () => new Visitor(app).get('/signup'),
  'the dashboard': async () => (await openSession(app, 'sealed')).get('/dashboard'),
  'a page that is not there': () => new Visitor(app).get('/nowhere'),
  'an address of Next that is not there': () => new Visitor(app).get('/_next/nowhere'),
  'a well-known address that is not there': () => new Visitor(app).get('/.well-known/nowhere'),
  'the answer of a form': () => new Visitor(app).submit('/login', 'password', { email: 'unknown' }),
}

describe.for(Object.entries(pages))('[ASVS 3.4.3] %s', ([, load]) => {
  test('runs no script but those with the nonce of this very answer, which all of its own have', async () => {
    const page = await load()
    const nonce = nonceOf(page)
    const scripts = [...page.body.matchAll(/<script\b([^>]*)>/g)].map(([, attributes = '']) => attributes)

    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
    expect(scripts.length).toBeGreaterThan(3)
    expect(scripts.filter((attributes) => !attributes.includes(`nonce="${nonce}"`))).toEqual([])
  })

  test('has a nonce that was never used before', async () => {
    expect(nonceOf(await load())).not.toBe(nonceOf(await load()))
  })

  test('allows nothing inline, evaluates nothing, embeds nothing and sends its forms nowhere else', async () => {
    const policy = policyOf(await load())

    for (const directive of ['default-src', 'script-src', 'style-src']) {
      expect(policy.get(directive)?.filter((source) => source.startsWith("'unsafe-"))).toEqual([])
    }
    for (const directive of ['object-src', 'base-uri', 'frame-ancestors']) {
      expect(policy.get(directive)).toEqual(["'none'"])
    }
    expect(policy.get('form-action')).toEqual(["'self'"])
  })

  test('has no handlers and no styles in its attributes, which the policy would drop', async () => {
    const { body } = await load()

    expect(body.match(/<[a-z][^>]*\s(on[a-z]+|style)="/gi)).toBeNull()
  })
})

/** Next also answers with HTML at addresses that are no page, and to requests of the client router. */
const places = [
  ...['/', '/login', '/dashboard', '/nowhere', '/%64ashboard', '/robots.txt', '/apinowhere', '/favicon.ico/x'],
  ...['/.well-known', '/.well-known/nowhere', '/.well-known/jwks.jsonx', '/.well-known/jwks.json/x'],
  ...['/_next', '/_next/nowhere', '/_next/static', '/_next/static/nowhere.js', '/_next/image', '/_next/imagex'],
  ...['/icon.svgx', '/icon.svg/x', '/api', '/api/nowhere'],
]
const ways = [
  {},
  { 'Next-Router-Prefetch': '1' },
  { 'Next-Router-Segment-Prefetch': '/_tree' },
  { 'Sec-Purpose': 'prefetch' },
  { 'x-middleware-subrequest': 'middleware' },
]

test.for(ways)(
  '[ASVS 3.4.3] every answer that a browser renders as a page has a policy, requested with %o',
  async (headers) => {
    const visitor = await openSession(app, 'sealed')
    const answers = await Promise.all(places.map(async (path) => ({ path, answer: await visitor.get(path, headers) })))
    const pages = answers.filter(({ answer }) => answer.headers.get('content-type')?.startsWith('text/html'))

    expect(pages.length).toBeGreaterThan(10)
    const open = pages.filter(
      ({ answer }) => !/^default-src '(self|none)';/.test(answer.headers.get('content-security-policy') ?? ''),
    )
    expect(open.map(({ path }) => path)).toEqual([])
  },
)
