import { describe, expect, test } from 'vitest'
import { issuer } from '@/lib/addresses'
import { endSessionRow } from '@/lib/db/sessions/end'
import { signAccess } from '@/lib/session/bearer/access-token'
import { cookieNames } from '@/lib/session/cookies'
import { nowInSeconds, toDate } from '@/lib/time'
import { newPerson } from '@/tests/integration/support/person'
import { forgetEverything, rowOf } from '@/tests/integration/support/rows'
import { accessOf, end, letIn, look, renew, start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { exchange, meBy } from '@/tests/integration/support/tokens'
import { models } from '@/tests/support/models'

const begin = async (model: (typeof models)[number], startedAt = nowInSeconds()) =>
  start(model, (await newPerson()).userId, startedAt)

const inSignedCookie = (value: string) => ({ name: cookieNames.signed, value })

describe.each(models)('for a %s session', (model) => {
  test('whose denial Redis has lost no token is issued, because a cached token would live on', async () => {
    const { cookies } = await begin(model)
    const before = await exchange(cookies)
    await end(cookies)
    await forgetEverything()

    expect([before.status, await exchange(cookies)]).toMatchObject([200, { status: 401, code: 'revoked' }])
  })

  test('a token in the cookie of a signed session is not accepted to exchange for another', async () => {
    const { cookies } = await begin(model)
    const { token } = await exchange(cookies)
    expect(await meBy(token)).toBe('200')

    const answer = await exchange([inSignedCookie(token)])

    expect(answer).toMatchObject({ token: '', setCookies: [] })
    expect([answer.status, answer.code]).toEqual(
      model === 'signed' ? [403, 'session_required'] : [401, 'unauthenticated'],
    )
  })
})

describe('with a copy of the cookies of a signed session', () => {
  const earlier = nowInSeconds() - 10

  test('an attacker who goes on exchanging has to use the refresh token, and the owner’s next use reveals the reuse', async () => {
    await withSettings({ REFRESH_GRACE_SECONDS: 0 }, async () => {
      const { session, cookies } = await begin('signed', earlier)
      const [, refresh] = cookies
      const { token } = await exchange(cookies)
      const owners = await renew(cookies)
      if (!refresh || !owners) throw new Error('a signed session has two cookies, and is renewed')

      const answer = await exchange([inSignedCookie(token), refresh])

      expect(answer).toMatchObject({ status: 401, code: 'revoked', token: '' })
      expect(await rowOf(session.id)).toMatchObject({ endReason: 'reuse', endedAt: expect.any(Date) })
      expect(await meBy(token)).toBe('revoked')
      expect(await look(owners.cookies)).toEqual({ verdict: 'revoked' })
    })
  })

  test('an attacker who is not detected so far gets no token for a refresh token that the owner has used', async () => {
    await withSettings({ REFRESH_GRACE_SECONDS: 0 }, async () => {
      const { session, cookies } = await begin('signed', earlier)
      const owners = await renew(cookies)

      // The access token has minutes to live, as everywhere; a token does not extend them.
      await letIn(look(cookies))
      expect(await exchange(cookies)).toMatchObject({ status: 401, code: 'revoked', token: '' })
      expect((await exchange(owners?.cookies ?? [])).status).toBe(200)
      expect((await rowOf(session.id)).endedAt).toBeNull()
    })
  })

  test('an attacker who combines a token of another session with their own refresh token gets none for it', async () => {
    const victim = await begin('signed')
    const [, refresh] = (await begin('signed', earlier)).cookies
    const { token } = await exchange(victim.cookies)
    if (!refresh) throw new Error('a signed session has two cookies')

    expect(await exchange([inSignedCookie(token), refresh])).toMatchObject({ status: 403, code: 'session_required' })
  })
})

test('a row that ended without a publication to Redis ends its tokens, for every check that calls us', async () => {
  const { session, cookies } = await begin('stored')
  const { token } = await exchange(cookies)

  await endSessionRow(session.id, 'revoked', toDate(nowInSeconds()))

  expect([await meBy(token), (await exchange(cookies)).code]).toEqual(['revoked', 'revoked'])
})

test.each([
  ['of another site', { origin: 'https://evil.example' }, 'cross_site'],
  ['of a sibling site', { origin: issuer(), 'sec-fetch-site': 'same-site' }, 'cross_site'],
  ['with an Authorization header', { authorization: 'Bearer YWJj.YWJj.YWJj' }, 'session_required'],
])('[ASVS 3.5.1] a request %s gets no token, with any cookies', async (_, headers, code) => {
  const { cookies } = await begin('stored')

  expect(await exchange(cookies, headers)).toEqual({ status: 403, code, token: '', setCookies: [] })
})

test('a token that names the session of another user is refused: the row has the owner of the session', async () => {
  const { session } = await begin('stored')
  const { userId } = await newPerson()
  const issuedAt = nowInSeconds()
  const login = { authenticatedAt: issuedAt, amr: ['pwd'] } as const
  const claims = { ...(await accessOf(userId)), ...login, issuedAt, expiresAt: issuedAt + 60 }

  expect(await meBy(await signAccess({ ...claims, sessionId: session.id, span: null }))).toBe('revoked')
  const own = await start('stored', userId)
  expect(await meBy(await signAccess({ ...claims, sessionId: own.session.id, span: null }))).toBe('200')
})
