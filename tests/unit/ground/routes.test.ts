import { describe, expect, test } from 'vitest'
import { isProtected, isRenewed, loginPath, renewalPath, renewedPath, routes, toDestination } from '@/lib/routes'

const foreign = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/dashboard/..//evil.example',
  '/%2f%2fevil.example',
  '%2f%2fevil.example',
  '%2F%2Fevil.example',
  'https:evil.example',
  'https://evil.example',
  'https://evil.example/dashboard',
  'javascript:alert(1)',
  'data:text/html,x',
  '/\t/evil.example',
  '\t//evil.example',
  '/\n/evil.example',
  '\n/dashboard',
  '/dashboard\r\nLocation: https://evil.example',
  '/dashboard\0',
  '/dashboard?next=//evil.example',
  '/dashboard#//evil.example',
  '/dashboard@evil.example',
  '/DASHBOARD',
  '/dashboard/',
  'dashboard',
  '/login',
  '',
  ' /dashboard',
]

test.each(foreign)('[ASVS 3.7.2] a login that is asked to lead to %j leads to the dashboard', (wanted) => {
  expect(toDestination(wanted)).toBe(routes.dashboard)
  expect(loginPath(wanted)).toBe('/login?next=%2Fdashboard')
})

test.each([
  [undefined],
  [null],
  [7],
  [['/dashboard']],
  [['/dashboard', '//evil.example']],
  [{ toString: () => '//evil.example' }],
  [new File([], '/dashboard')],
])('[ASVS 3.7.2] what is no text at all (%o) leads to the dashboard', (wanted) => {
  expect(toDestination(wanted)).toBe(routes.dashboard)
})

test.each([routes.sessions, routes.tokens, routes.account, routes.admin, routes.audit])(
  '%s needs a login, and a login may lead there',
  (path) => {
    expect(isProtected(path)).toBe(true)
    expect(toDestination(path)).toBe(path)
  },
)

test('the dashboard and all pages below it need a login', () => {
  for (const path of ['/dashboard', '/dashboard/', '/dashboard/a/b']) expect(isProtected(path), path).toBe(true)
})

test('every other page is public, including the login page', () => {
  for (const path of ['/', '/login', '/signup', '/dashboards', '/dashboard.txt', '/a/dashboard', '/api/me']) {
    expect(isProtected(path), path).toBe(false)
  }
})

describe('a browser that renews its session itself', () => {
  test('returns to the page, with its query', () => {
    expect(renewalPath('/admin', '?q=ada')).toBe('/api/session/renew?next=%2Fadmin%3Fq%3Dada')
    expect(renewedPath('/admin?q=ada')).toBe('/admin?q=ada&renewal=done')
    expect(isRenewed('?q=ada&renewal=done')).toBe(true)
    expect(isRenewed('?q=renewal')).toBe(false)
  })

  test.each([
    ...['//evil.example', '/\\evil.example', 'https://evil.example', '/.//evil.example', '\t//evil.example', ''],
    ...['/dashboard/../..//evil.example', '/login', '/dashboard@evil.example', 'javascript:alert(1)'],
  ])('[ASVS 3.7.2] is never sent to %j, which is none of our pages', (next) => {
    expect(renewedPath(next)).toBe('/dashboard?renewal=done')
  })

  test.each([
    '/dashboard?next=//evil.example',
    '/dashboard?a=\r\nSet-Cookie: a=b',
    '/dashboard?#//evil',
    '/dashboard??x',
  ])('[ASVS 3.7.2] takes no more than a query along: %j', (next) => {
    expect(renewedPath(next)).toMatch(/^\/dashboard\?[\w%=&.+*-]*renewal=done$/)
  })
})
