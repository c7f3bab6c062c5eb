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

test('several wishes at once are none', async () => {
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

test.for(hosts)('where a stranger is sent does not depend on %o', async (headers) => {
  const visitor = new Visitor(app)
  const login = '/login?next=%2Fdashboard'

  expect(await visitor.get('/dashboard', headers)).toMatchObject({ status: 303, location: login })
  const page = await visitor.get('/dashboard', { ...headers, 'Next-Router-Prefetch': '1' })
  expect(page).toMatchObject({ status: 307, location: login })
})

test.for(hosts)('nor does where a logout leads, or what a page says about addresses: %o', async (headers) => {
  const visitor = await openSession(app, 'sealed')
  const page = await visitor.get('/dashboard', headers)

  expect(page.body).not.toContain('evil.example')
  const { location } = await visitor.submit('/dashboard', 'Log out', {}, { ...headers, Host: new URL(app.url).host })
  expect(location ?? '').not.toContain('evil')
})
