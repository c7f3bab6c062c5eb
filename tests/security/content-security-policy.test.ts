import { describe, expect, inject, test } from 'vitest'
import { logIn } from '@/tests/support/log-in'
import type { Answer } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

const app = inject('application')

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
  'the dashboard': async () => (await logIn(app, 'sealed')).get('/dashboard'),
  'a page that is not there': () => new Visitor(app).get('/nowhere'),
  'the answer of a form': () => new Visitor(app).submit('/login', 'password', { email: 'nobody' }),
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
