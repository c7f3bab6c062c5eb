import { NextRequest } from 'next/server'
import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { answerRenewal } from '@/lib/server/sessions/answer-renewal'
import type { IssuedCookie } from '@/lib/session/cookies'
import { nowInSeconds } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { newPerson } from '@/tests/integration/support/person'
import { tokensOf } from '@/tests/integration/support/rows'
import { end, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

const gate = gateBeforeRedis()

function ask(cookies: readonly IssuedCookie[], headers: Record<string, string> = {}) {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return answerRenewal(
    new NextRequest('http://localhost/api/session/renew', { method: 'POST', headers: { cookie, ...headers } }),
  )
}

const stale = () => nowInSeconds() - env().FRESH_SECONDS

describe.each(models)('a renewal of a %s session is answered', (model) => {
  test('204 and new cookies', async () => {
    const { cookies } = await start(model, (await newPerson()).userId, stale())

    const answer = await ask(cookies)

    expect(answer.status).toBe(204)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.getSetCookie()).toHaveLength(cookies.length)
    for (const line of answer.headers.getSetCookie())
      expect(line).toMatch(/^__Host-.*; Secure; HttpOnly; SameSite=lax$/i)
  })

  test('401 and no cookie when it has ended: a deletion could hit a newer login', async () => {
    const { cookies } = await start(model, (await newPerson()).userId, stale())
    await end(cookies)

    const answer = await ask(cookies)

    expect(answer.status).toBe(401)
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  test('503 and no cookie when Redis is unavailable, and nothing has changed', async () => {
    const { cookies } = await start(model, (await newPerson()).userId, stale())

    gate.set('shut')
    const answer = await ask(cookies)
    gate.set('open')

    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    expect(answer.headers.getSetCookie()).toEqual([])
    expect((await ask(cookies)).status).toBe(204)
  })
})

test.each([
  ['another site', { origin: 'https://evil.example' }, 403],
  ['a sandbox', { origin: 'null' }, 403],
  ['a sibling', { 'sec-fetch-site': 'same-site' }, 403],
  ['a bearer', { authorization: 'Bearer YWJj.YWJj.YWJj' }, 401],
  ['a prefetch', { 'next-router-prefetch': '1' }, 401],
  ['a fetch of Next’s own after a redirect', { 'x-action-redirect': '/' }, 401],
])('a request of %s rotates nothing', async (_, headers, status) => {
  const { session, cookies } = await start('signed', (await newPerson()).userId, stale())

  expect((await ask(cookies, headers)).status).toBe(status)
  expect(await tokensOf(session.id)).toHaveLength(1)
})

test('an unauthenticated request is answered 401', async () => {
  expect((await ask([])).status).toBe(401)
})
