import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { GET } from '@/app/api/me/route'
import { POST } from '@/app/api/notes/route'
import { askPostgres } from '@/lib/db/client'
import type { IssuedCookie } from '@/lib/session/cookies'
import { newPerson } from '@/tests/integration/support/person'
import { start } from '@/tests/integration/support/session'

/* A sealed session has no row that goes with its account. Until Redis is told, the check lets it in. */

async function withoutAccount() {
  const { userId } = await newPerson('editor')
  const { cookies } = await start('sealed', userId)
  expect((await GET(ask('/api/me', cookies))).status).toBe(200)
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

test('whose account is gone since the check is told so, not half of who it was', async () => {
  const cookies = await withoutAccount()

  await expectRevoked(await GET(ask('/api/me', cookies)), 'Bearer')
})

test('whose account is gone since the check writes no note', async () => {
  const cookies = await withoutAccount()

  const answer = await POST(ask('/api/notes', cookies, { method: 'POST', body: '{"text":"from beyond"}' }))

  await expectRevoked(answer, 'Bearer scope="notes:write"')
})
