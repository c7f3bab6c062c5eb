import { describe, expect, test, vi } from 'vitest'
import { startProcess } from '../support/start-process'

const nowhere = {
  ...{ APP_URL: undefined, PORT: undefined, VERCEL_ENV: undefined },
  ...{ VERCEL_URL: undefined, VERCEL_BRANCH_URL: undefined, VERCEL_PROJECT_PRODUCTION_URL: undefined },
}
const process = (environment: Record<string, string>) => startProcess({ ...nowhere, ...environment })

test('without configuration the origin is localhost, at the port in use', async () => {
  const { ownOrigins, issuer, selfOrigin } = await process({ PORT: '4000' })
  expect(ownOrigins()).toEqual(['http://localhost:4000'])
  expect(issuer()).toBe('http://localhost:4000')
  expect(selfOrigin()).toBe('http://127.0.0.1:4000')
})

test('APP_URL is normalised to an origin: no path, no default port, no capitals', async () => {
  const { ownOrigins } = await process({ APP_URL: 'https://App.Example:443/some/path?query#hash' })
  expect(ownOrigins()).toEqual(['https://app.example'])
})

const vercel = { VERCEL_URL: 'app-abc.vercel.app', VERCEL_BRANCH_URL: 'app-git-main.vercel.app' }

test('a preview on Vercel also accepts its own address and its branch’s address', async () => {
  const { ownOrigins } = await process({ ...vercel, VERCEL_ENV: 'preview' })
  expect(ownOrigins()).toEqual(['https://app-abc.vercel.app', 'https://app-git-main.vercel.app'])
})

const production = { ...vercel, VERCEL_ENV: 'production', VERCEL_PROJECT_PRODUCTION_URL: 'app.vercel.app' }

test('in production on Vercel only APP_URL is accepted; without one, the production domain', async () => {
  expect((await process({ ...production, APP_URL: 'https://a.example' })).ownOrigins()).toEqual(['https://a.example'])
  const { ownOrigins, issuer } = await process(production)
  expect(ownOrigins()).toEqual(['https://app.vercel.app'])
  expect(issuer()).toBe('https://app.vercel.app')
})

describe('a deployment on Vercel, whose VERCEL_URL Deployment Protection guards, calls itself', () => {
  test('at the address that the visitor has used', async () => {
    const { selfOrigin } = await process({ ...production, APP_URL: 'https://a.example' })
    expect(selfOrigin('https://a.example')).toBe('https://a.example')
    const preview = await process({ ...vercel, VERCEL_ENV: 'preview' })
    expect(preview.selfOrigin('https://app-git-main.vercel.app')).toBe('https://app-git-main.vercel.app')
  })

  test.each([
    'https://evil.example',
    'https://a.example.evil.example',
    'http://a.example',
    'http://169.254.169.254',
    '',
  ])('at the production domain when the request names %j, which is not ours (SSRF)', async (visited) => {
    const { selfOrigin } = await process({ ...production, APP_URL: 'https://a.example' })
    expect(selfOrigin(visited)).toBe('https://app.vercel.app')
  })

  test('at VERCEL_URL when it knows no other address', async () => {
    const { selfOrigin } = await process({ ...vercel, VERCEL_ENV: 'preview' })
    expect(selfOrigin('https://evil.example')).toBe('https://app-abc.vercel.app')
  })
})

describe('[ASVS 3.5.1] a request that changes something', () => {
  const own = 'https://app.example'
  const isOwn = async (headers: Record<string, string>) => {
    const { isOwnOrigin } = await process({ APP_URL: own })
    return isOwnOrigin(new Headers(headers))
  }

  test('is accepted from our own pages', async () => {
    expect(await isOwn({ Origin: own, 'Sec-Fetch-Site': 'same-origin' })).toBe(true)
    expect(await isOwn({ Origin: own })).toBe(true)
  })

  test('is accepted without an Origin only from a client that is no browser', async () => {
    expect(await isOwn({})).toBe(true)
    for (const site of ['same-origin', 'same-site', 'cross-site', 'none', '']) {
      expect(await isOwn({ 'Sec-Fetch-Site': site }), site).toBe(false)
    }
  })

  test.each([
    'null',
    '',
    'https://evil.example',
    'https://sub.app.example',
    'https://app.example.evil.example',
    'https://app.example:8443',
    'https://app.example/',
    'https://app.example@evil.example',
    'http://app.example',
    'HTTPS://APP.EXAMPLE',
    'https://app.example, https://evil.example',
    'app.example',
    'file://',
  ])('is refused from the origin %j', async (origin) => {
    expect(await isOwn({ Origin: origin })).toBe(false)
    expect(await isOwn({ Origin: origin, 'Sec-Fetch-Site': 'same-origin' })).toBe(false)
  })

  test.each(['same-site', 'cross-site', 'none', 'Same-Origin', ''])(
    'is refused when Sec-Fetch-Site is %j, with any Origin',
    async (site) => {
      expect(await isOwn({ Origin: own, 'Sec-Fetch-Site': site })).toBe(false)
    },
  )

  test('is not accepted because of a forwarded host', async () => {
    const evil = { Origin: 'https://evil.example', Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' }
    expect(await isOwn(evil)).toBe(false)
  })
})

describe('a page at an address that is not configured', () => {
  const post = (origin: string, more: Record<string, string> = {}) =>
    new Headers({ origin, 'sec-fetch-site': 'same-origin', host: '192.168.1.7:3000', ...more })

  test.each([
    ['this machine in the LAN', post('http://192.168.1.7:3000')],
    ['127.0.0.1', post('http://127.0.0.1:3000', { host: '127.0.0.1:3000' })],
    ['a forwarded port', post('https://x-3000.app.github.dev', { 'x-forwarded-host': 'x-3000.app.github.dev' })],
  ])('is accepted in development, and refused in production: %s', async (_, headers) => {
    const development = await process({ NODE_ENV: 'development', PORT: '3000' })
    expect(development.isOwnOrigin(headers)).toBe(true)
    const deployed = await process({ NODE_ENV: 'production', PORT: '3000' })
    expect(deployed.isOwnOrigin(headers)).toBe(false)
  })

  test('a page of another site is refused in development too', async () => {
    const { isOwnOrigin } = await process({ NODE_ENV: 'development', PORT: '3000' })
    expect(isOwnOrigin(post('https://evil.example'))).toBe(false)
    expect(isOwnOrigin(post('http://192.168.1.7:3000', { 'sec-fetch-site': 'cross-site' }))).toBe(false)
    expect(isOwnOrigin(post('null'))).toBe(false)
  })
})

test.each([
  ['development', '3001', '__Host-sealed-3001'],
  ['development', '3000', '__Host-sealed'],
  ['production', '3001', '__Host-sealed'],
])('in %s at port %s the cookie is called %s: cookies ignore the port', async (NODE_ENV, PORT, name) => {
  await process({ NODE_ENV, PORT })
  const { issueCookie, nameInHttp, putCookies } = await import('@/lib/session/cookies')
  expect(nameInHttp('__Host-sealed')).toBe(name)

  const set = vi.fn()
  const issued = issueCookie('__Host-sealed', 'value', 0, 60)
  putCookies({ set }, [issued])
  expect(set.mock.calls).toEqual([[name, 'value', issued.attributes]])
})
