import { expect, test } from 'vitest'
import { problem } from '@/lib/server/http/problem'

test('too many attempts are refused with 429 and the seconds until the next attempt', async () => {
  const answer = problem('too_many', { 'Retry-After': '840' })

  expect(answer.status).toBe(429)
  expect(answer.headers.get('retry-after')).toBe('840')
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(await answer.json()).toEqual({
    type: 'about:blank',
    title: 'Too many attempts. Try again later.',
    status: 429,
    code: 'too_many',
  })
})
