import { expect, test } from 'vitest'
import { problem } from '@/lib/server/http/problem'

test('too many tries are 429 with the seconds until another one', async () => {
  const answer = problem('too_many', { 'Retry-After': '840' })

  expect(answer.status).toBe(429)
  expect(answer.headers.get('retry-after')).toBe('840')
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(await answer.json()).toEqual({
    type: 'about:blank',
    title: 'Too many tries. Try again later.',
    status: 429,
    code: 'too_many',
  })
})
