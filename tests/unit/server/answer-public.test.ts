import { expect, test } from 'vitest'
import { answerPublic } from '@/lib/server/http/public'

test('what is public may be kept by everyone, and shown to pages of every origin', async () => {
  const answer = answerPublic('text/plain', 'what everyone may know')

  expect(answer.status).toBe(200)
  expect(await answer.text()).toBe('what everyone may know')
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.has('access-control-allow-credentials')).toBe(false)
  expect(answer.headers.has('set-cookie')).toBe(false)
})
