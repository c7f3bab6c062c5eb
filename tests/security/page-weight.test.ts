import { describe, expect, test } from 'vitest'
import { givenApplication } from '@/tests/support/given-application'
import { anyModel, models } from '@/tests/support/models'
import { newAccount, openSession } from '@/tests/support/open-session'
import { type PageWeight, weigh } from '@/tests/support/page-weight'
import { people } from '@/tests/support/people'
import { Visitor } from '@/tests/support/visitor'

/* Bytes are no noise: a page that becomes heavier does so by a change of the code. docs/decisions/036 has the reasons. */

const app = givenApplication()

const weighAt = async (path: string, visitor = new Visitor(app)): Promise<PageWeight> =>
  weigh(app.url, await visitor.get(path))

/** Bytes of HTML, uncompressed. */
const limits = [
  ['/', 45_000],
  ['/login', 15_000],
  ['/login?model=signed', 15_000], // model: signed
  ['/signup', 15_000],
  ['/nowhere', 15_000],
] as const

/** Bytes of script, gzipped. The client of Next and React alone is 135 KB. */
const mostScript = 155_000

test.each(limits)('%s has at most %d bytes of HTML', async (path, most) => {
  const { html, script, fonts } = await weighAt(path)

  expect(html.raw).toBeGreaterThan(5000)
  expect(html.raw).toBeLessThanOrEqual(most)
  expect(script.gzip).toBeLessThanOrEqual(mostScript)
  expect(fonts).toBeLessThanOrEqual(2)
})

describe.each(models)('%s', (model) => {
  test.each([
    ['/', 45_000],
    ['/dashboard', 25_000],
    ['/account', 30_000],
  ])('%s of an admin has at most %d bytes of HTML', async (path, most) => {
    // A new account: the list of what happened to an account grows with each test that uses it.
    const visitor = await openSession(app, model, await newAccount(app, 'admin'))
    // The dashboard shows every step of its check, and the first one has the most.
    const { html, script } = await weighAt(path, visitor)

    expect(html.raw).toBeLessThanOrEqual(most)
    expect(script.gzip).toBeLessThanOrEqual(mostScript)
  })
})

const pages = [
  '/sessions',
  '/account',
  '/tokens', // feature: tokens
  '/admin', // feature: admin
  '/admin/audit', // feature: admin
  '/choose', // feature: choose
  '/claims', // feature: claims
]

test('a list of one session is a light page, and no page outside the lab loads more script', async () => {
  const visitor = await openSession(app, anyModel, await newAccount(app))
  expect((await weighAt('/sessions', visitor)).html.raw).toBeLessThanOrEqual(25_000)

  const admin = await openSession(app, anyModel, { email: people.ada.email })
  for (const path of pages) {
    const { script } = await weighAt(path, admin)
    expect(script.gzip, path).toBeGreaterThan(100_000)
    expect(script.gzip, path).toBeLessThanOrEqual(mostScript)
  }
})

test('no answer repeats the frame of the page as flight data', async () => {
  const { body } = await new Visitor(app).get('/login')
  const flight = body.slice(body.indexOf('self.__next_f'))

  expect(body).toContain('A reference application for sessions with Next.js.')
  expect(flight).not.toContain('A reference application for sessions with Next.js.')
  expect(flight).not.toContain('This was not accepted')
})

// model: several
test('the drawings are files of their own that a browser caches for ever', async () => {
  const { body } = await new Visitor(app).get('/')
  const [address = ''] = /\/_next\/static\/media\/drawing\.[^"#]+\.svg/.exec(body) ?? []
  const { status, headers } = await new Visitor(app).get(address)

  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('image/svg+xml')
  expect(headers.get('cache-control')).toContain('immutable')
})
// end
