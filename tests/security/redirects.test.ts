import { expect, test } from 'vitest'
import { findForm } from '@/tests/support/forms'
import { givenApplication } from '@/tests/support/given-application'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()

const elsewhere = [
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/.//evil.example',
  '/%2f%2fevil.example',
  '%2f%2fevil.example',
  'https:evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/\tevil.example',
  '/\n/evil.example',
  '//dashboard@evil.example',
  '/dashboard@evil.example',
  '/dashboard/../../evil.example',
  '/dashboard\r\nSet-Cookie: a=b',
  '/api/cron/purge',
  '/nowhere',
  '',
]

test.for(elsewhere)('[ASVS 3.7.2] a login never leads to %j, by form or by address', async (next) => {
  const { email, password } = people.linus
  const page = await new Visitor(app).get(`/login?next=${encodeURIComponent(next)}`)
  const byForm = await new Visitor(app).submit('/login', 'password', { email, password, next })

  expect(findForm(page.body, 'password').fields.get('next')).toBe('/dashboard')
  expect(byForm).toMatchObject({ status: 303, location: '/dashboard' })
})

test('several next parameters are ignored', async () => {
  const page = await new Visitor(app).get('/login?next=/dashboard&next=//evil.example')

  expect(findForm(page.body, 'password').fields.get('next')).toBe('/dashboard')
})

const hosts = [
  { Host: 'evil.example' },
  { 'X-Forwarded-Host': 'evil.example' },
  { 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Port': '443' },
  { 'X-Forwarded-Proto': 'javascript' },
  { Forwarded: 'host=evil.example;proto=https' },
  { 'X-Original-URL': '//evil.example/dashboard', 'X-Rewrite-URL': '//evil.example' },
]

test.for(hosts)('the redirect of an unauthenticated request does not depend on %o', async (headers) => {
  const visitor = new Visitor(app)
  const login = '/login?next=%2Fdashboard'

  expect(await visitor.get('/dashboard', headers)).toMatchObject({ status: 303, location: login })
  const page = await visitor.get('/dashboard', { ...headers, 'Next-Router-Prefetch': '1' })
  expect(page).toMatchObject({ status: 307, location: login })
})

test.for(hosts)('the redirect of a logout and the addresses in a page do not depend on %o', async (headers) => {
  const visitor = await openSession(app, 'sealed')
  const page = await visitor.get('/dashboard', headers)

  expect(page.body).not.toContain('evil.example')
  const { location } = await visitor.submit('/dashboard', 'Log out', {}, { ...headers, Host: new URL(app.url).host })
  expect(location ?? '').not.toContain('evil')
})

// feature: chinese
test.for(elsewhere)('[ASVS 3.7.2] the choice of a language never leads to %j', async (page) => {
  const visitor = new Visitor(app)
  const chosen = await visitor.submit('/', '简体中文', { language: 'zh-CN', page, query: '' })
  expect(chosen).toMatchObject({ status: 303, location: '/' })

  const query = await visitor.submit('/', 'English', { language: 'en', page: '/', query: `?next=${page}` })
  expect(query.status).toBe(303)
  expect(query.location).toMatch(/^\/\?next=[\w%.+@-]*/)
})

test('the choice of a language sets one cookie, for a year, and an unknown language sets none', async () => {
  const fields = { page: '/', query: '' }
  const chosen = await new Visitor(app).submit('/', '简体中文', { ...fields, language: 'zh-CN' })
  expect(chosen.setCookies).toHaveLength(1)
  expect(chosen.setCookies[0]).toMatch(
    /^__Host-language=zh-CN; Path=\/; (?=.*Max-Age=31536000)(?=.*Secure)(?=.*HttpOnly)(?=.*SameSite=lax)/i,
  )

  for (const language of ['fr', '', 'zh-CN; Domain=evil.example', null]) {
    const refused = await new Visitor(app).submit('/', '简体中文', { ...fields, language })
    expect(refused).toMatchObject({ status: 303, location: '/', setCookies: [] })
  }
})

test('[ASVS 3.5.1] another site cannot choose the language', async () => {
  const evil = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }
  const answer = await new Visitor(app).submit('/', '简体中文', { language: 'zh-CN', page: '/', query: '' }, evil)
  expect(answer).toMatchObject({ status: 403, setCookies: [] })
})
// end
