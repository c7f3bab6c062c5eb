import { expect, test } from 'vitest'
import { contentSecurityPolicy, makeNonce } from '@/lib/edge/respond'

const directivesOf = (policy: string) =>
  Object.fromEntries(
    policy.split('; ').map((line): [string, string[]] => [line.split(' ')[0] ?? '', line.split(' ').slice(1)]),
  )

test('[ASVS 3.4.3] in production only our own scripts with the nonce of this page run, and nothing is evaluated', () => {
  const policy = directivesOf(contentSecurityPolicy('abc', false))
  expect(policy['script-src']).toEqual(["'self'", "'nonce-abc'", "'strict-dynamic'"])
  expect(policy['default-src']).toEqual(["'self'"])
  expect(contentSecurityPolicy('abc', false)).not.toMatch(/unsafe|ws:|\*|https?:/)
})

test('[ASVS 3.4.3] [ASVS 3.4.6] no plugin, no other base, no frame around us, no form to elsewhere', () => {
  for (const isDevelopment of [false, true]) {
    expect(directivesOf(contentSecurityPolicy('abc', isDevelopment))).toMatchObject({
      'object-src': ["'none'"],
      'base-uri': ["'none'"],
      'frame-ancestors': ["'none'"],
      'form-action': ["'self'"],
    })
  }
})

test('[ASVS 3.4.7] the browser reports policy violations to this application only', () => {
  for (const isDevelopment of [false, true]) {
    const policy = directivesOf(contentSecurityPolicy('abc', isDevelopment))
    expect(policy['report-uri']).toEqual(['/api/csp-report'])
  }
})

test('in development the policy allows eval for React and a socket for hot reloading; inline scripts still need the nonce', () => {
  const policy = directivesOf(contentSecurityPolicy('abc', true))
  expect(policy['script-src']).toEqual(["'self'", "'nonce-abc'", "'strict-dynamic'", "'unsafe-eval'"])
  expect(policy['connect-src']).toEqual(["'self'", 'ws:'])
})

test('a nonce has 128 random bits, is unique, and cannot end the policy early', () => {
  const nonces = Array.from({ length: 1000 }, makeNonce)
  expect(new Set(nonces).size).toBe(1000)
  for (const nonce of nonces) expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
})
