import { expect, test } from 'vitest'
import { givenApplication } from '@/tests/support/given-application'
import { openSession } from '@/tests/support/open-session'
import { Visitor } from '@/tests/support/visitor'

const app = givenApplication()

test('health reports states, and neither addresses nor versions', async () => {
  const answer = await new Visitor(app).get('/api/health')

  expect(answer.status).toBe(200)
  expect(answer.json()).toEqual({
    status: 'ok',
    postgres: 'ok',
    redis: 'ok',
    logins: 'free',
    revocation: { mode: 'strict' },
  })
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

const wrong = [
  '',
  'Bearer',
  'Bearer ',
  'Bearer undefined',
  'Bearer null',
  'Bearer wrong-secret-of-some-length',
  'Basic x',
]

test.for(wrong)('the purge refuses "Authorization: %s"', async (Authorization) => {
  const answer = await new Visitor(app).get('/api/cron/purge', { Authorization })

  expect(answer.status).toBe(401)
  expect(answer.json()).toMatchObject({ code: 'unauthenticated' })
})

test('the purge refuses a session without the secret, and a secret in the URL', async () => {
  const visitor = await openSession(app, 'sealed')

  expect((await visitor.get('/api/cron/purge')).status).toBe(401)
  expect((await visitor.get('/api/cron/purge?secret=x&token=x')).status).toBe(401)
})

test('a direct call of the renewal is harmless: it renews a valid session, is idempotent, and reveals nothing', async () => {
  const visitor = await openSession(app, 'signed')

  for (let times = 0; times < 3; times += 1) {
    const answer = await visitor.send('POST', '/api/session/renew')
    expect(answer).toMatchObject({ status: 204, body: '' })
    expect(answer.headers.get('cache-control')).toBe('no-store')
  }
  expect(await visitor.me()).toMatchObject({ status: 200 })
  expect((await new Visitor(app).send('POST', '/api/session/renew')).status).toBe(401)
})

const nowhere = ['/api', '/api/nowhere', '/api/me/nowhere', '/api/notes/x/y', '/api/nowhere.html', '/api/__proto__']

test.for(nowhere)(
  '%s, which does not exist, answers with problem details, to every caller and method',
  async (path) => {
    for (const visitor of [new Visitor(app), await openSession(app, 'stored')]) {
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const answer = await visitor.send(method, path, { Accept: 'text/html' })

        expect(answer).toMatchObject({ status: 404, setCookies: [] })
        expect(answer.headers.get('content-type')).toBe('application/problem+json')
        expect(answer.json()).toMatchObject({ status: 404, code: 'not_found' })
      }
      const { status, headers, body } = await visitor.send('HEAD', path)
      expect([status, headers.get('content-type'), body]).toEqual([404, 'application/problem+json', ''])
    }
  },
)
