import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { changeRole } from '@/lib/server/change-role'
import { type Model, models } from '@/lib/session/models'
import { askRedis } from '@/lib/session/redis'
import { seal } from '@/lib/session/seal'
import { nowInSeconds } from '@/lib/time'
import { pass } from '@/tests/integration/support/guesses'
import { newPerson } from '@/tests/integration/support/person'
import { end, start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { askForToken, provideService, tokenFor } from '@/tests/integration/support/token-endpoints'
import { isActive, meBy } from '@/tests/integration/support/tokens'
import { claimsIn, service, TokenAnswer } from '@/tests/support/tokens'

provideService()
beforeAll(() => void Object.assign(env(), { TOKEN_CACHE: 'on' }))
/** Stands still but when a test moves it, so that what is signed again within a second would differ in its `jti` alone. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() }))
afterEach(() => void vi.useRealTimers())

const half = env().FRESH_SECONDS / 2

async function somebody(model: Model) {
  const { userId } = await newPerson()
  return { userId, ...(await start(model, userId, nowInSeconds())) }
}

const kept = async (sessionId: string) => {
  const [, names] = await askRedis((redis) => redis.scan(0, { match: `sss:token:${sessionId}:*`, count: 10_000 }))
  return names
}

async function theOneKept(sessionId: string): Promise<string> {
  const [name, another] = await kept(sessionId)
  if (!name || another) throw new Error(`not one token is kept, but ${another ? 'several' : 'none'}`)
  return name
}

describe.each(models)('for a %s session', (model) => {
  test('the same token is handed out while more than half of its life is left, and then another', async () => {
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

  test('a change of role brings another, with the new role', async () => {
    const { userId, cookies } = await somebody(model)
    const before = await tokenFor(cookies)

    await changeRole(userId, 'editor')
    const after = await tokenFor(cookies)

    expect([claimsIn(before).roles, claimsIn(after).roles]).toEqual([['member'], ['editor']])
    expect(await isActive(before)).toBe(false)
    expect(await meBy(after)).toBe('200')
  })

  test('each service gets its own', async () => {
    const { cookies } = await somebody(model)

    const [own, theirs] = [await tokenFor(cookies), await tokenFor(cookies, { audience: service.audience })]

    expect(claimsIn(theirs).aud).toBe(service.audience)
    expect(await tokenFor(cookies)).toBe(own)
    expect(await tokenFor(cookies, { audience: service.audience })).toBe(theirs)
  })

  test('no session is ever given the token of another, not of the same person’s either', async () => {
    const { userId, session, cookies } = await somebody(model)
    const other = await start(model, userId, nowInSeconds())

    expect(claimsIn(await tokenFor(cookies)).sid).toBe(session.id)
    expect(claimsIn(await tokenFor(other.cookies)).sid).toBe(other.session.id)
  })

  test('whoever is logged out gets none, however warm the cache is', async () => {
    const { session, cookies } = await somebody(model)
    const token = await tokenFor(cookies)

    await end(cookies)

    expect(await kept(session.id)).toHaveLength(1)
    expect((await askForToken(cookies)).status).toBe(401)
    expect(await meBy(token)).toBe('revoked')
  })

  test('what Redis holds is sealed, says nothing of the token, and goes by itself', async () => {
    const { userId, session, cookies } = await somebody(model)
    const token = await tokenFor(cookies)

    const name = await theOneKept(session.id)
    const value = await askRedis((redis) => redis.get<string>(name))

    expect(value).toMatch(/^Fe26\.2\*/)
    for (const part of token.split('.')) expect(`${name} ${value}`).not.toContain(part.slice(0, 20))
    expect(name).not.toContain(userId)
    const life = await askRedis((redis) => redis.ttl(name))
    expect(life).toBeGreaterThan(0)
    expect(life).toBeLessThanOrEqual(half)
  })

  test('what is damaged there, or was put there by somebody else, is as if it were not there', async () => {
    const { session, cookies } = await somebody(model)
    const token = await tokenFor(cookies)
    const name = await theOneKept(session.id)
    const value = (await askRedis((redis) => redis.get<string>(name))) ?? ''
    const content = { token, expiresAt: nowInSeconds() + 300 }

    for (const other of [
      ...['', 'x', token, JSON.stringify(content), value.slice(0, -9), value.replace('Fe26.2*1', 'Fe26.2*2')],
      ...[await seal('device', content), await seal('token', { token }), await seal('token', { ...content, token: 1 })],
    ]) {
      await askRedis((redis) => redis.set(name, other))
      const answer = await askForToken(cookies)
      expect(TokenAnswer.parse(await answer.json()).access_token).not.toBe(token)
    }
  })
})

test('switched off, as it is by default, nothing is kept, and each token is another', async () => {
  await withSettings({ TOKEN_CACHE: 'off' }, async () => {
    const { session, cookies } = await somebody('stored')

    expect(await tokenFor(cookies)).not.toBe(await tokenFor(cookies))
    expect(await kept(session.id)).toEqual([])
  })
})
