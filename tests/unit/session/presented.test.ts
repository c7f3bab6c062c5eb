import { expect, test } from 'vitest'
import { mayRenew, presentedBy } from '@/lib/session/presented'

const jar = (cookies: Record<string, string>) => {
  const values = new Map(Object.entries(cookies))
  return {
    get(name: string) {
      const value = values.get(name)
      return value === undefined ? undefined : { value }
    },
  }
}

test('only our own cookies are read, and empty ones count as absent', () => {
  const cookies = jar({ '__Host-sealed': 'a', '__Host-stored': '', '__Host-device': 'b', theme: 'dark' })
  expect(presentedBy(new Headers(), cookies)).toEqual({ authorization: null, cookies: { '__Host-sealed': 'a' } })
})

test.each(['sealed', '__HOST-sealed', '__host-sealed', '__Secure-sealed', '__Host-Sealed', ' __Host-sealed'])(
  'a cookie called %j is not ours',
  (name) => {
    expect(presentedBy(new Headers(), jar({ [name]: 'planted' })).cookies).toEqual({})
  },
)

test.each(['Bearer abc', 'bearer abc', 'BEARER', 'Bearer a b', 'Bearer, x', 'bearer=x', 'Bearer\tx'])(
  'an Authorization header of the scheme Bearer is passed on unchanged, well-formed or not: %j',
  (authorization) => {
    expect(presentedBy(new Headers({ Authorization: authorization }), jar({})).authorization).toBe(authorization)
  },
)

test.each(['', 'Basic abc', 'Digest x', 'DPoP x', 'Bearerx', 'Bearer-Token x', 'token', 'x', 'Basic Bearer x'])(
  'an Authorization header of another scheme is ignored: %j',
  (authorization) => {
    expect(presentedBy(new Headers({ Authorization: authorization }), jar({})).authorization).toBeNull()
  },
)

test.each([
  ['x-action-redirect', '/dashboard'],
  ['x-action-forwarded', '1'],
  ['Next-Router-Prefetch', '1'],
  ['Next-Router-Segment-Prefetch', '/_tree'],
  ['Sec-Purpose', 'prefetch;prerender'],
  ['sec-purpose', ''],
])('a request with %s: %s does not renew, because its Set-Cookie reaches no cookie jar', (name, value) => {
  expect(mayRenew(new Headers({ [name]: value }))).toBe(false)
})

test('an ordinary request, a client-side navigation and an action may renew', () => {
  expect(mayRenew(new Headers({ Accept: 'text/html' }))).toBe(true)
  expect(mayRenew(new Headers({ RSC: '1' }))).toBe(true)
  expect(mayRenew(new Headers({ 'Next-Action': 'abc' }))).toBe(true)
})
