import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import type { PageDecision } from '@/lib/edge/guard-page'
import { respond } from '@/lib/edge/respond'
import { type CheckReport, readTrace, traceHeader } from '@/lib/session/trace'
import { withSettings } from '@/tests/integration/support/settings'

const allowed: PageDecision = { answer: 'pass', report: { verdict: 'allowed', steps: [] }, renewedCookies: [] }
const request = (headers: Record<string, string> = {}) =>
  new NextRequest('http://localhost:3000/dashboard?secret=1', { headers })

/** The request headers that Next passes to a page. */
const handedOn = (response: Response, name: string) => response.headers.get(`x-middleware-request-${name}`)

test('an unauthenticated request is redirected by 303, so that no POST is repeated at /login, and only to a page of ours', async () => {
  const response = await respond(request(), { ...allowed, answer: 'log_in' })
  expect(response.status).toBe(303)
  expect(new URL(response.headers.get('location') ?? '', 'http://localhost:3000').href).toBe(
    'http://localhost:3000/login?next=%2Fdashboard',
  )
})

test('a browser that has to renew by itself is redirected to our own handler, with the way back', async () => {
  const { status, headers } = await respond(request(), { ...allowed, answer: 'renew_yourself' })
  expect(status).toBe(303)
  expect(new URL(headers.get('location') ?? '', 'http://localhost:3000').href).toBe(
    'http://localhost:3000/api/session/renew?next=%2Fdashboard%3Fsecret%3D1',
  )
  expect(headers.get('cache-control')).toBe('private, no-store')
})

test('an unavailable store is a 503 with Retry-After at the requested address, and keeps every cookie', async () => {
  const report: CheckReport = { verdict: 'unavailable', steps: [] }
  const response = await respond(request(), { ...allowed, answer: 'try_again', report })
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
  expect(response.headers.get('x-middleware-rewrite')).toBe('http://localhost:3000/unavailable')
  expect(await readTrace(handedOn(response, traceHeader))).toMatchObject({ verdict: 'unavailable' })
  expect(response.headers.getSetCookie()).toEqual([])
})

test('a form is not passed on during an outage: no action runs, and a page without scripts says so', async () => {
  const form = new NextRequest('http://localhost:3000/dashboard', { method: 'POST' })
  const response = await respond(form, { ...allowed, answer: 'try_again' })
  expect(response.status).toBe(503)
  expect(response.headers.get('x-middleware-rewrite')).toBeNull()
  expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.getSetCookie()).toEqual([])
  expect(await response.text()).not.toMatch(/<script|style=/)
})

test('a cross-site form is refused with 403, on a page without scripts', async () => {
  const response = await respond(request(), { ...allowed, answer: 'refuse' })
  expect(response.status).toBe(403)
  expect(await response.text()).not.toMatch(/<script|style=/)
})

test('an answer that depends on a check is never cached, and carries Server-Timing', async () => {
  const { headers } = await respond(request(), allowed)
  expect(headers.get('cache-control')).toBe('private, no-store')
  expect(headers.get('server-timing')).toBe('check;desc="allowed"')
})

test('a renewed credential is set for the browser, and for the page of the same request', async () => {
  const attributes = 'Path=/; Secure; HttpOnly; SameSite=lax; Max-Age=60'
  const lines = [`__Host-signed=new; ${attributes}`, `__Host-refresh=new; ${attributes}`]
  const old = request({ cookie: '__Host-signed=old; __Host-refresh=old; theme=dark' })
  const response = await respond(old, { ...allowed, renewedCookies: lines })
  expect(response.headers.getSetCookie()).toEqual(lines)
  expect(handedOn(response, 'cookie')).toMatch(
    /^(?=.*__Host-signed=new)(?=.*__Host-refresh=new)(?=.*theme=dark)(?!.*old)/,
  )
})

test('headers that are internal to Next, and our own trace header, are dropped from a request', async () => {
  const forged = {
    'x-middleware-subrequest': 'middleware:middleware',
    'x-middleware-subrequest-id': '1',
    'x-check-trace': '{"verdict":"allowed","steps":[]}',
    accept: 'text/html',
  }
  const response = await respond(request(forged), { ...allowed, report: null })
  expect(handedOn(response, 'accept')).toBe('text/html')
  for (const name of ['x-middleware-subrequest', 'x-middleware-subrequest-id', 'x-check-trace']) {
    expect(handedOn(response, name), name).toBeNull()
  }
})

test('a page receives the trace of the check, which replaces a forged trace', async () => {
  const report: CheckReport = { verdict: 'allowed', steps: [{ name: 'open', at: 0, milliseconds: 0.25 }] }
  const forged = request({ 'x-check-trace': JSON.stringify({ ...report, verdict: 'revoked' }) })

  const told = handedOn(await respond(forged, { ...allowed, report }), 'x-check-trace')

  expect(await readTrace(told)).toEqual(report)
})

test('every answer has the policy with a nonce of its own, which the page receives too', async () => {
  const [one, other] = [await respond(request(), allowed), await respond(request(), allowed)]
  expect(one.headers.get('content-security-policy')).toMatch(/'nonce-[^']{24}'/)
  expect(one.headers.get('content-security-policy')).not.toBe(other.headers.get('content-security-policy'))
  expect(handedOn(one, 'content-security-policy')).toBe(one.headers.get('content-security-policy'))
  expect(one.headers.get('content-security-policy')).not.toMatch(/unsafe|ws:/)
})

// feature: tokens
test('a page may connect to the services that tokens are issued for, and to no other', async () => {
  const connections = async () =>
    /connect-src ([^;]*)/.exec((await respond(request(), allowed)).headers.get('content-security-policy') ?? '')?.[1]

  expect(await connections()).toBe("'self'")
  await withSettings({ API_AUDIENCES: ['https://shop.example/api', 'https://shop.example/more'] }, async () => {
    expect(await connections()).toBe("'self' https://shop.example")
  })
})
// end
