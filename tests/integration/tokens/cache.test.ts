import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { changeRole } from '@/lib/server/admin/users'
import type { Model } from '@/lib/session/models'
import { nowInSeconds } from '@/lib/time'
import { pass } from '@/tests/integration/support/guesses'
import { kept } from '@/tests/integration/support/kept-tokens'
import { newPerson } from '@/tests/integration/support/person'
import { end, start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { askForToken, provideService, tokenFor } from '@/tests/integration/support/token-endpoints'
import { isActive, meBy } from '@/tests/integration/support/tokens'
import { models } from '@/tests/support/models'
import { claimsIn, service, TokenAnswer } from '@/tests/support/tokens'

provideService()
beforeAll(() => void Object.assign(env(), { TOKEN_CACHE: 'on' }))
/** A fixed clock that only a test moves, so that two signatures within a second would differ in `jti` alone. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() }))
afterEach(() => void vi.useRealTimers())

const half = env().FRESH_SECONDS / 2

async function somebody(model: Model) {
  const { userId } = await newPerson()
  return { userId, ...(await start(model, userId, nowInSeconds())) }
}

describe.each(models)('for a %s session', (model) => {
  test('the same token is issued while more than half of its life is left, and then another', async () => {
    const { cookies } = await somebody(model)
    const first = await tokenFor(cookies)

    pass(half - 1)
    const answer = TokenAnswer.parse(await (await askForToken(cookies)).json())
    expect(answer).toMatchObject({ access_token: first, expires_in: half + 1 })

    pass(1)
    const next = TokenAnswer.parse(await (await askForToken(cookies)).json())
    expect(next.access_token).not.toBe(first)
    expect(next.expires_in).toBe(env().FRESH_SECONDS)
    expect(await tokenFor(cookies)).toBe(next.access_token)
  })

  test('a change of role causes another token, with the new role', async () => {
    const { userId, cookies } = await somebody(model)
    const before = await tokenFor(cookies)

    await changeRole(userId, 'editor')
    const after = await tokenFor(cookies)

    expect([claimsIn(before).roles, claimsIn(after).roles]).toEqual([['member'], ['editor']])
    expect(await isActive(before)).toBe(false)
    expect(await meBy(after)).toBe('200')
  })

  test('each service gets its own token', async () => {
    const { cookies } = await somebody(model)

    const [own, theirs] = [await tokenFor(cookies), await tokenFor(cookies, { audience: service.audience })]

    expect(claimsIn(theirs).aud).toBe(service.audience)
    expect(await tokenFor(cookies)).toBe(own)
    expect(await tokenFor(cookies, { audience: service.audience })).toBe(theirs)
  })

  test('a session never gets the token of another session, even of the same user', async () => {
    const { userId, session, cookies } = await somebody(model)
    const other = await start(model, userId, nowInSeconds())

    expect(claimsIn(await tokenFor(cookies)).sid).toBe(session.id)
    expect(claimsIn(await tokenFor(other.cookies)).sid).toBe(other.session.id)
  })

  test('a user who is logged out gets no token, with any cache', async () => {
    const { session, cookies } = await somebody(model)
    const token = await tokenFor(cookies)

    await end(cookies)

    expect(await kept(session.id)).toHaveLength(1)
    expect((await askForToken(cookies)).status).toBe(401)
    expect(await meBy(token)).toBe('revoked')
  })
})

test('with the cache off, the default, nothing is cached, and each token is new', async () => {
  await withSettings({ TOKEN_CACHE: 'off' }, async () => {
    const { session, cookies } = await somebody('stored')

    expect(await tokenFor(cookies)).not.toBe(await tokenFor(cookies))
    expect(await kept(session.id)).toEqual([])
  })
})
