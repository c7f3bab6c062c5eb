import { beforeAll, describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import type { Model } from '@/lib/session/models'
import { askRedis } from '@/lib/session/redis'
import { seal } from '@/lib/session/seal'
import { nowInSeconds } from '@/lib/time'
import { theOneKept } from '@/tests/integration/support/kept-tokens'
import { newPerson } from '@/tests/integration/support/person'
import { start } from '@/tests/integration/support/session'
import { askForToken, provideService, tokenFor } from '@/tests/integration/support/token-endpoints'
import { models } from '@/tests/support/models'
import { TokenAnswer } from '@/tests/support/tokens'

provideService()
beforeAll(() => void Object.assign(env(), { TOKEN_CACHE: 'on' }))

async function somebody(model: Model) {
  const { userId } = await newPerson()
  return { userId, ...(await start(model, userId, nowInSeconds())) }
}

describe.each(models)('for a %s session', (model) => {
  test('the entry in Redis is sealed, reveals nothing of the token, and expires by itself', async () => {
    const { userId, session, cookies } = await somebody(model)
    const token = await tokenFor(cookies)

    const name = await theOneKept(session.id)
    const value = await askRedis((redis) => redis.get<string>(name))

    expect(value).toMatch(/^Fe26\.2\*/)
    for (const part of token.split('.')) expect(`${name} ${value}`).not.toContain(part.slice(0, 20))
    expect(name).not.toContain(userId)
    const life = await askRedis((redis) => redis.ttl(name))
    expect(life).toBeGreaterThan(0)
    expect(life).toBeLessThanOrEqual(env().FRESH_SECONDS / 2)
  })

  test('a damaged or foreign entry there is ignored', async () => {
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
