import { expect, test } from 'vitest'
import { answerPublic } from '@/lib/server/http/cors'

test('a public answer may be cached by every cache, and read by pages of every origin', async () => {
  const answer = answerPublic('text/plain', 'what everyone may know')

  expect(answer.status).toBe(200)
  expect(await answer.text()).toBe('what everyone may know')
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.has('access-control-allow-credentials')).toBe(false)
  expect(answer.headers.has('set-cookie')).toBe(false)
})
