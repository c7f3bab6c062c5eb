import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { GET } from '@/app/api/me/route'
import { GET as GET_NOTES, POST } from '@/app/api/notes/route'
import { askPostgres } from '@/lib/db/client'
import type { IssuedCookie } from '@/lib/session/cookies'
import { newPerson } from '@/tests/integration/support/person'
import { start } from '@/tests/integration/support/session'

/*
 * A sealed session has no row that is deleted with its account. Until Redis has the revocation, the check accepts it.
 */

async function withoutAccount() {
  const { userId } = await newPerson('editor')
  const { cookies } = await start('sealed', userId)
  // Caches no name: a cached one counts until its version is too low, or it is too old (docs/decisions/035).
  expect((await GET_NOTES(ask('/api/notes', cookies))).status).toBe(200)
  await askPostgres(({ user }) => user.delete({ where: { id: userId } }))
  return cookies
}

function ask(path: string, cookies: readonly IssuedCookie[], init: { method?: string; body?: string } = {}) {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return new NextRequest(`http://localhost${path}`, {
    ...init,
    headers: { cookie, 'content-type': 'application/json' },
  })
}

async function expectRevoked(answer: Response, challenge: string) {
  expect(answer.status).toBe(401)
  expect(answer.headers.get('www-authenticate')).toBe(challenge)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await answer.json()).toMatchObject({ code: 'revoked' })
}

test('an account deleted since the check is reported as deleted, without partial data', async () => {
  const cookies = await withoutAccount()

  await expectRevoked(await GET(ask('/api/me', cookies)), 'Bearer')
})

test('an account deleted since the check writes no note', async () => {
  const cookies = await withoutAccount()

  const answer = await POST(ask('/api/notes', cookies, { method: 'POST', body: '{"text":"from beyond"}' }))

  await expectRevoked(answer, 'Bearer scope="notes:write"')
})
