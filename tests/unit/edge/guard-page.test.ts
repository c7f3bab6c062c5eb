import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { guardPage } from '@/lib/edge/guard-page'
import { signAccess } from '@/lib/session/bearer/access-token'
import { deny } from '@/lib/session/revocation/write'
import { days } from '@/lib/time'
import { withSettings } from '@/tests/integration/support/settings'
import { models } from '@/tests/support/models'
import { accessClaims, now } from '../support/claims'
import { askFor } from '../support/page-request'
import { issue } from '../support/present'
import { startRedis } from '../support/start-redis'

let store: Awaited<ReturnType<typeof startRedis>>
beforeAll(async () => {
  store = await startRedis()
})
afterAll(() => store.close())

test('a public page passes without a check, with any cookies', async () => {
  const unasked = { answer: 'pass', report: null, renewedCookies: [] }
  expect(await guardPage(askFor('/'), now)).toEqual(unasked)
  expect(await guardPage(askFor('/login', await issue.sealed()), now)).toEqual(unasked)
})

test('[ASVS 3.5.1] a form of another site is refused on every page, also without JavaScript', async () => {
  const lines = vi.spyOn(console, 'warn').mockReturnValue()
  const post = (headers: Record<string, string>) => guardPage(askFor('/login', [], headers, 'POST'), now)
  expect(await post({ origin: 'https://evil.example' })).toMatchObject({ answer: 'refuse' })
  expect(await post({ origin: 'null' })).toMatchObject({ answer: 'refuse' })
  expect(await post({ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' })).toMatchObject({
    answer: 'refuse',
  })
  expect(await post({ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' })).toMatchObject({
    answer: 'pass',
  })
  // Three refusals within ten seconds are one log line, which names the page and nothing that the other site sent.
  expect(lines.mock.calls).toEqual([[expect.stringMatching(/"event":"cross_site_form_refused","path":"\/login"}$/)]])
  lines.mockRestore()
})

test('a link on another site leads to our page', async () => {
  const crossSite = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  expect(await guardPage(askFor('/login', [], crossSite), now)).toMatchObject({ answer: 'pass' })
})

test.each([
  ['is refused at the edge where Next would answer 500', 'app.example', 'refuse'],
  [
    'passes where Next accepts it, and its own guard refuses it with an answer that the client router can show',
    'evil.example',
    'pass',
  ],
])('a cross-site action %s', async (_, host, answer) => {
  const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', 'next-action': 'abc', host }
  const form = new FormData()
  form.append('0', '["$K1"]')
  const request = askFor('/login', [], { ...headers, 'content-type': 'multipart/form-data' }, 'POST', form)
  expect(await guardPage(request, now)).toMatchObject({ answer })
})

test.each(['PUT', 'PATCH', 'DELETE', 'PROPFIND'])('%s is not allowed on a page', async (method) => {
  expect(await guardPage(askFor('/dashboard', [], {}, method), now)).toMatchObject({ answer: 'method_not_allowed' })
})

test('an unauthenticated request is redirected to the login page', async () => {
  const decision = await guardPage(askFor('/dashboard'), now)
  expect(decision).toMatchObject({ answer: 'log_in', report: { verdict: 'anonymous' }, renewedCookies: [] })
})

describe.each(models)('a visitor with a %s session', (model) => {
  test('passes without a renewal', async () => {
    const decision = await guardPage(askFor('/dashboard', await issue[model]()), now)
    expect(decision).toMatchObject({ answer: 'pass', report: { verdict: 'allowed' }, renewedCookies: [] })
  })

  test('is redirected to the login page once the session has expired', async () => {
    const decision = await guardPage(askFor('/dashboard', await issue[model]()), now + days(31))
    expect(decision).toMatchObject({ answer: 'log_in', report: { verdict: 'anonymous' } })
  })

  test('is redirected to the login page once the session is revoked', async () => {
    const sessionId = `denied-${model}`
    await deny(sessionId)
    const decision = await guardPage(askFor('/dashboard', await issue[model]({ sessionId })), now)
    expect(decision).toMatchObject({ answer: 'log_in', report: { verdict: 'revoked' } })
  })

  test.each([
    'x-action-redirect',
    'x-action-forwarded',
    'next-router-prefetch',
    'next-router-segment-prefetch',
    'sec-purpose',
  ])('passes without a renewal on a request with %s', async (name) => {
    const stale = await issue[model]({ issuedAt: now - 600 })
    const decision = await guardPage(askFor('/dashboard', stale, { [name]: '1' }), now)
    expect(decision).toMatchObject({ answer: 'pass', report: { verdict: 'renewable' }, renewedCookies: [] })
    expect(decision.report?.steps.map((step) => step.name)).not.toContain('renew')
  })
})

test('an action passes with any verdict: its own guard answers, in a format that the form can show', async () => {
  const action = { 'Next-Action': 'abc' }
  await deny('denied-action')
  const denied = await issue.sealed({ sessionId: 'denied-action' })
  for (const [cookies, verdict] of [
    [[], 'anonymous'],
    [denied, 'revoked'],
  ] as const) {
    expect(await guardPage(askFor('/dashboard', cookies, action), now)).toMatchObject({
      answer: 'pass',
      report: { verdict },
    })
  }
})

test('a bearer token takes precedence over cookies at the edge too, and is never renewed there', async () => {
  const authorization = `Bearer ${await signAccess({ ...accessClaims, expiresAt: now - 2 })}`
  const fetching = vi.spyOn(globalThis, 'fetch')
  const decision = await guardPage(askFor('/dashboard', await issue.sealed(), { authorization }), now)
  expect(decision).toMatchObject({ answer: 'pass', report: { verdict: 'renewable' }, renewedCookies: [] })
  const asked = fetching.mock.calls.map(([address]) => String(address))
  expect(asked.filter((address) => address.includes('/api/session/renew'))).toEqual([])

  const malformed = await guardPage(askFor('/dashboard', await issue.sealed(), { authorization: 'Bearer' }), now)
  expect(malformed).toMatchObject({ answer: 'log_in', report: { verdict: 'anonymous' } })
})

test('in snapshot mode a write asks Redis on every check; pages that ask Redis themselves do so at the edge only while Redis does not answer', async () => {
  const own = { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }
  const cookies = await issue.sealed()
  const ask = (path: string, method = 'GET') => guardPage(askFor(path, cookies, own, method), now)
  const asksRedis = async (path: string, method = 'GET') =>
    (await ask(path, method)).report?.steps.some(({ name }) => name === 'redis')
  const strictPages = ['/sessions', '/account', '/admin', '/admin/audit']

  await withSettings({ REVOCATION_MODE: 'snapshot', REVOCATION_MAX_AGE_MS: 60_000 }, async () => {
    expect([await asksRedis('/dashboard'), await asksRedis('/dashboard')]).toEqual([true, false])
    for (const path of strictPages) expect(await asksRedis(path)).toBe(false)
    expect(await asksRedis('/dashboard', 'POST')).toBe(true)
  })
  await withSettings({ REVOCATION_MODE: 'off' }, async () => {
    for (const path of strictPages) expect(await asksRedis(path)).toBe(true)
  })
})

test('while Redis does not answer, the edge serves a page from the replica, and answers 503 for a page that asks Redis itself', async () => {
  const cookies = await issue.sealed()
  await withSettings({ REVOCATION_MODE: 'snapshot', REVOCATION_MAX_AGE_MS: 0 }, async () => {
    expect(await guardPage(askFor('/sessions', cookies), now)).toMatchObject({ answer: 'pass' })

    const failures = [
      vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed')),
      vi.spyOn(console, 'error').mockReturnValue(),
    ]
    onTestFinished(() => {
      for (const failure of failures) failure.mockRestore()
    })
    // The first request that finds Redis unavailable, and the ones after it.
    for (const _ of [1, 2]) {
      expect(await guardPage(askFor('/sessions', cookies), now)).toMatchObject({ answer: 'try_again' })
      expect(await guardPage(askFor('/dashboard', cookies), now)).toMatchObject({ answer: 'pass' })
    }
  })
})
