import { NextRequest } from 'next/server'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { GET as readMe } from '@/app/api/me/route'
import { PATCH } from '@/app/api/notes/[id]/route'
import { GET as readNotes, POST as writeNote } from '@/app/api/notes/route'
import { issuer } from '@/lib/addresses'
import { changeRole } from '@/lib/server/admin/users'
import { nowInSeconds } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { newPerson } from '@/tests/integration/support/person'
import { end, start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { provideService, tokenFor } from '@/tests/integration/support/token-endpoints'
import { service } from '@/tests/support/tokens'
import { flipAt } from '@/tests/unit/support/respell'

const gate = gateBeforeRedis()
provideService()
afterEach(() => void vi.useRealTimers())

type Ask = (headers: Record<string, string>) => Promise<Response>

const request = (path: string, method: string, headers: Record<string, string>) => {
  const body = method === 'GET' ? {} : { body: '{"text":"a note"}' }
  return new NextRequest(`${issuer()}${path}`, { method, ...body, headers })
}

/** Each resource, and the permission that a token needs there. */
const resources: ReadonlyArray<readonly [name: string, scope: string | null, ask: Ask]> = [
  ['GET /api/me', null, (headers) => readMe(request('/api/me', 'GET', headers))],
  ['GET /api/notes', 'notes:read', (headers) => readNotes(request('/api/notes', 'GET', headers))],
  ['POST /api/notes', 'notes:write', (headers) => writeNote(request('/api/notes', 'POST', headers))],
  [
    'PATCH /api/notes/ID',
    'notes:write',
    (headers) => PATCH(request('/api/notes/x', 'PATCH', headers), { params: Promise.resolve({ id: 'x' }) }),
  ],
]

async function bearer(form = '') {
  const { userId } = await newPerson('editor')
  const { cookies } = await start('stored', userId)
  const token = await tokenFor(cookies, form)
  return { userId, cookies, token, headers: { Authorization: `Bearer ${token}` } }
}

const expired = async () => {
  const { headers } = await bearer()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 306_000 })
  return headers
}
const revoked = async () => {
  const { cookies, headers } = await bearer()
  await end(cookies)
  return headers
}
const outdated = async () => {
  const { userId, headers } = await bearer()
  await changeRole(userId, 'admin')
  return headers
}
const forged = async () => {
  const { token } = await bearer()
  return { Authorization: `Bearer ${flipAt(token, token.length - 20)}` }
}

const refusals: ReadonlyArray<readonly [name: string, code: string, make: () => Promise<Record<string, string>>]> = [
  ['one that has expired', 'expired', expired],
  ['one with an old role', 'expired', outdated],
  ['one whose session has ended', 'revoked', revoked],
  ['one that was changed', 'unauthenticated', forged],
  ['one for another service', 'unauthenticated', async () => (await bearer(`audience=${service.audience}`)).headers],
  ['an empty token behind the scheme', 'malformed', async () => ({ Authorization: 'Bearer ' })],
  ['words', 'malformed', async () => ({ Authorization: 'Bearer not.a token' })],
]

describe.each(resources)('[RFC 6750, section 3] %s', (_, scope, ask) => {
  const needed = scope === null ? [] : [`scope="${scope}"`]
  const strictly = (headers: Record<string, string>) => withSettings({ REVOCATION_MODE: 'strict' }, () => ask(headers))

  test.each(refusals)('answers %s with invalid_token, and the needed scope', async (__, code, make) => {
    const answer = await strictly(await make())

    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe(`Bearer ${['error="invalid_token"', ...needed].join(', ')}`)
    expect(await answer.json()).toMatchObject({ status: 401, code })
  })

  test('has no error code for a caller without a token: with nothing, with a cookie, with HTTP Basic auth', async () => {
    for (const headers of [{}, { Cookie: '__Host-sealed=x' }, { Authorization: 'Basic eDp5' }]) {
      const answer = await strictly(headers)

      expect(answer.headers.get('www-authenticate')).toBe(['Bearer', ...needed].join(' '))
      expect(await answer.json()).toMatchObject({ status: 401, code: 'unauthenticated' })
    }
  })

  test('is never cached, or kept apart for two credentials or origins', async () => {
    const { headers } = await strictly((await bearer()).headers)

    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('vary')).toBe('Cookie, Authorization, Origin')
  })

  test('is not sent while Redis is unavailable, because the token may be valid', async () => {
    const { headers } = await bearer()
    gate.set('shut')

    const answer = await strictly(headers)

    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
    expect(answer.headers.has('www-authenticate')).toBe(false)
  })

  test.runIf(scope === 'notes:write')(
    'names insufficient_scope and the missing scope for a token of a member',
    async () => {
      const { cookies } = await start('signed', (await newPerson()).userId, nowInSeconds())

      const answer = await strictly({ Authorization: `Bearer ${await tokenFor(cookies)}` })

      expect(answer.headers.get('www-authenticate')).toBe(`Bearer error="insufficient_scope", scope="${scope}"`)
      expect(await answer.json()).toMatchObject({ status: 403, code: 'forbidden' })
    },
  )
})

test('a token in the query is refused, also where the same token in the header would be accepted', async () => {
  const { token, headers } = await bearer()
  const answer = await readMe(request(`/api/me?access_token=${token}`, 'GET', headers))

  expect(await answer.json()).toMatchObject({ status: 400, code: 'token_in_query' })
})
