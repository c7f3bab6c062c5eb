import { decodeJwt } from 'jose'
import { describe, expect, test, vi } from 'vitest'
import { getSiteGeneration } from '@/lib/db/site'
import { changeRole } from '@/lib/server/admin/users'
import { cutOffUser } from '@/lib/server/sessions/revoke-all'
import type { Model } from '@/lib/session/models'
import { deny } from '@/lib/session/revocation/write'
import { nowInSeconds } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { newPerson } from '@/tests/integration/support/person'
import { forgetEverything } from '@/tests/integration/support/rows'
import { end, start } from '@/tests/integration/support/session'
import { introspect, provideService, tokenFor } from '@/tests/integration/support/token-endpoints'
import { isActive } from '@/tests/integration/support/tokens'
import { models } from '@/tests/support/models'
import { service } from '@/tests/support/tokens'
import { forge } from '@/tests/unit/support/forge-token'
import { flipAt } from '@/tests/unit/support/respell'

const gate = gateBeforeRedis()
provideService()

async function somebody(model: Model, now = nowInSeconds()) {
  const { userId } = await newPerson('editor')
  const { session, cookies } = await start(model, userId, now)
  return { userId, session, cookies, token: await tokenFor(cookies, { audience: service.audience }) }
}

describe.each(models)('about a token of a %s session', (model) => {
  test('it returns the claims of the token as active, to the letter of RFC 7662', async () => {
    const { userId, session, token } = await somebody(model)

    const answer = await introspect(token)

    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect([answer.headers.get('cache-control'), answer.headers.get('pragma')]).toEqual(['no-store', 'no-cache'])
    const { started_at: startedAt, ends_at: endsAt, ...told } = await answer.json()
    expect(told).toEqual({
      ...{ active: true, token_type: 'Bearer', scope: 'notes:read notes:write', roles: ['editor'] },
      ...{ sub: userId, sid: session.id, aud: service.audience, jti: expect.any(String) },
      ...{ iat: expect.any(Number), exp: told.iat + 300, auth_time: session.authenticatedAt },
      ...{ amr: ['pwd'], acr: 'aal1' },
      ...{ generation: 0, site_generation: await getSiteGeneration(), access_version: 0 },
    })
    const times = model === 'sealed' ? [session.startedAt, session.endsAt] : [undefined, undefined]
    expect([startedAt, endsAt]).toEqual(times)
  })

  test('it returns the methods and the level of the session, as in the token itself', async () => {
    const { userId } = await newPerson('editor')
    const { cookies } = await start(model, userId, nowInSeconds(), { amr: ['pwd', 'otp', 'mfa'] })
    const token = await tokenFor(cookies, { audience: service.audience })

    const claims = { amr: ['pwd', 'otp', 'mfa'], acr: 'aal2' }
    expect(decodeJwt(token)).toMatchObject(claims)
    expect(await (await introspect(token)).json()).toMatchObject({ active: true, ...claims })
  })

  test.each([
    ['has been logged out', ({ cookies }: Somebody) => end(cookies)],
    ['is denied in Redis', ({ session }: Somebody) => deny(session.id)],
    ['was revoked with all sessions of its user', ({ userId }: Somebody) => cutOffUser(userId, nowInSeconds())],
    ['has another role now', ({ userId }: Somebody) => changeRole(userId, 'member')],
  ])('it returns inactive, and nothing else, for one whose session %s', async (_, change) => {
    const own = await somebody(model)
    expect(await isActive(own.token)).toBe(true)

    await change(own)

    expect(await (await introspect(own.token)).json()).toEqual({ active: false })
  })

  test('it returns inactive from the second on at which a credential needs a renewal, with or without leeway', async () => {
    const { token } = await somebody(model)
    const now = Date.now()
    try {
      vi.useFakeTimers({ toFake: ['Date'], now: now + 298_000 })
      expect(await isActive(token)).toBe(true)
      vi.setSystemTime(now + 301_000)
      expect(await (await introspect(token)).json()).toEqual({ active: false })
    } finally {
      vi.useRealTimers()
    }
  })
})
type Somebody = Awaited<ReturnType<typeof somebody>>

test.each(['stored', 'signed'] as const)(
  'the row of a %s session counts, too, when Redis has lost its data',
  async (model) => {
    const { cookies, token } = await somebody(model)
    await end(cookies)
    await forgetEverything()

    expect(await isActive(token)).toBe(false)
  },
)

test('a token that is not ours is inactive', async () => {
  const { userId, session, cookies, token } = await somebody('signed')
  const now = nowInSeconds()
  const claims = { sid: session.id, sub: userId, iat: now, exp: now + 300 }
  const refresh = cookies.find(({ name }) => name === '__Host-refresh')?.value ?? ''
  const foreign = [
    ...['token', 'a.b.c', `${token}=`, flipAt(token, token.length - 20), refresh],
    forge({ payload: claims, header: { typ: 'JWT' } }),
    forge({ payload: { ...claims, aud: 'https://other.example' } }),
    forge({ payload: { ...claims, iss: 'https://other.example' } }),
    forge({ payload: { ...claims, sub: 'other-user' } }),
    forge({ payload: { ...claims, sid: 'another-session' } }),
  ]

  for (const one of foreign) expect(await (await introspect(one)).json()).toEqual({ active: false })
  expect(await isActive(forge({ payload: claims }))).toBe(true)
})

test.each(['shut', 'frozen'] as const)(
  'with Redis unavailable (%s) the answer is 503, never "inactive"',
  async (state) => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { token } = await somebody('stored')
    gate.set(state)

    const answer = await introspect(token)

    expect(answer.headers.get('retry-after')).toBe('5')
    expect(await answer.json()).toMatchObject({ status: 503, code: 'unavailable' })
  },
)
