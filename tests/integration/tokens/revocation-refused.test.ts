import { describe, expect, test, vi } from 'vitest'
import { issuer } from '@/lib/addresses'
import { env } from '@/lib/env'
import { routes } from '@/lib/routes'
import { answerRevocation } from '@/lib/server/tokens/answer-revocation'
import { nowInSeconds } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { inAnotherProcess } from '@/tests/integration/support/other-process'
import { newPerson } from '@/tests/integration/support/person'
import { eventsOf } from '@/tests/integration/support/rows'
import { letIn, look, renew, start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { provideService, revoke, tokenFor } from '@/tests/integration/support/token-endpoints'
import { models } from '@/tests/support/models'
import { forge } from '@/tests/unit/support/forge-token'
import { respellings } from '@/tests/unit/support/respell'

const gate = gateBeforeRedis()
provideService()
const now = nowInSeconds()

const signed = async (at = now) => {
  const { userId } = await newPerson()
  const { session, cookies } = await start('signed', userId, at)
  const [access = '', refresh = ''] = cookies.map(({ value }) => value)
  return { userId, session, cookies, access, refresh }
}
type Signed = Awaited<ReturnType<typeof signed>>

/** Tokens with the session's ids, none of which is a genuine token of it. */
const strange: Readonly<Record<string, (own: Signed) => string>> = {
  'nothing but words': () => 'not a token at all',
  'a respelled one': ({ access }) => access.replace(/[^.]+$/, (part) => respellings(part)[0] ?? ''),
  'one with = behind': ({ access }) => `${access}=`,
  'one without its signature': ({ access }) => access.replace(/[^.]+$/, ''),
  'one that another key has signed': ({ session, userId }) =>
    forge({ payload: { sid: session.id, sub: userId, iat: now, exp: now + 300 }, sign: () => Buffer.alloc(64, 1) }),
  'an id token': ({ session, userId }) =>
    forge({ header: { typ: 'JWT' }, payload: { sid: session.id, sub: userId, iat: now, exp: now + 300 } }),
  'one for an unknown service': ({ session, userId }) =>
    forge({ payload: { aud: 'https://other.example', sid: session.id, sub: userId, iat: now, exp: now + 300 } }),
  'one that names the session of another user': ({ session }) =>
    forge({ payload: { sid: session.id, sub: 'other-user', iat: now, exp: now + 300 } }),
  'the name of the session': ({ session }) => session.id,
  '15 kB': () => 'x'.repeat(15_000),
}

test.for(Object.entries(strange))('answers 200 to %s, and ends nothing', async ([, make]) => {
  const own = await signed()

  const answer = await revoke(make(own))

  expect({ status: answer.status, body: await answer.text() }).toEqual({ status: 200, body: '' })
  await letIn(look(own.cookies))
  expect(await eventsOf(own.userId)).toEqual([])
})

test('an expired token is no authentication: neither an access token nor a refresh token ends a session', async () => {
  const old = await signed(now - env().IDLE_SECONDS)
  const late = await signed(now - env().FRESH_SECONDS - 5)

  for (const token of [old.refresh, old.access, late.access]) expect((await revoke(token)).status).toBe(200)

  expect(await eventsOf(old.userId)).toEqual([])
  expect(await renew(late.cookies, now)).not.toBeNull()
})

describe('a malformed request is refused:', () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const ask = (headers: Record<string, string>, body: string) =>
    answerRevocation(new Request(`${issuer()}${routes.revokeToken}`, { method: 'POST', headers, body }))

  test.each([
    ['no token', form, ''],
    ['an empty one', form, 'token='],
    ['two', form, 'token=a&token=b'],
    ['JSON', { 'Content-Type': 'application/json' }, '{"token":"a"}'],
    ['20 kB', form, `token=${'a'.repeat(20_000)}`],
  ])('%s', async (_, headers, body) => {
    const answer = await ask(headers, body)

    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({ error: 'invalid_request', error_description: expect.any(String) })
  })

  test('[ASVS 3.5.1] what another site sends, with the right token or not', async () => {
    const { access, cookies } = await signed()

    const answer = await ask({ ...form, Origin: 'https://evil.example' }, `token=${access}`)

    expect(await answer.json()).toMatchObject({ status: 403, code: 'cross_site' })
    await letIn(look(cookies))
  })
})

describe.each(models)('with Redis unavailable, the token of a %s session', (model) => {
  test.each(['on', 'off'] as const)(
    'ends it in Postgres, and the caller is asked to retry; limits are %s',
    async (RATE_LIMIT) => {
      vi.spyOn(console, 'error').mockImplementation(() => undefined)
      const { userId } = await newPerson()
      const { cookies } = await start(model, userId, now)
      const token = await tokenFor(cookies)

      gate.set('shut')
      const unfinished = await inAnotherProcess(() => withSettings({ RATE_LIMIT }, () => revoke(token)))
      gate.set('open')

      expect(unfinished.headers.get('retry-after')).toBe('5')
      expect(await unfinished.json()).toMatchObject({ status: 503, code: 'unavailable' })
      expect(await renew(cookies, now + env().FRESH_SECONDS)).toBeNull()
      await letIn(look(cookies))

      expect((await revoke(token)).status).toBe(200)
      expect(await look(cookies)).toEqual({ verdict: 'revoked' })
      expect((await eventsOf(userId)).filter((kind) => kind === 'revoked')).toHaveLength(1)
    },
  )
})
