import { expect, test } from 'vitest'
import { answerPublic } from '@/lib/server/http/public'

const ask = (ifNoneMatch?: string, body = 'what everyone may know') =>
  answerPublic(
    new Request('http://localhost/', { headers: ifNoneMatch === undefined ? {} : { 'If-None-Match': ifNoneMatch } }),
    'text/plain',
    body,
  )

const etag = ask().headers.get('etag') ?? ''

test('what is public may be kept by everyone, and shown to pages of every origin', async () => {
  const answer = ask()

  expect(answer.status).toBe(200)
  expect(await answer.text()).toBe('what everyone may know')
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.has('access-control-allow-credentials')).toBe(false)
  expect(answer.headers.has('set-cookie')).toBe(false)
})

test.each([etag, `W/${etag}`, `"another", ${etag}`, '*'])(
  'whoever knows it by %s is not sent it again',
  async (known) => {
    const answer = ask(known)

    expect(answer.status).toBe(304)
    expect(await answer.text()).toBe('')
    expect(answer.headers.get('etag')).toBe(etag)
  },
)

test.each(['"another"', etag.replaceAll('"', ''), `${etag}x`, '', 'W/"*"'])(
  'whoever knows something else, %j, is sent it',
  (known) => {
    expect(ask(known).status).toBe(200)
  },
)

test('another body has another tag', () => {
  expect(ask(undefined, 'more').headers.get('etag')).not.toBe(etag)
})
