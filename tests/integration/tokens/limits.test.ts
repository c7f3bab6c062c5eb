import { beforeAll, describe, expect, test, vi } from 'vitest'
import { type LimitName, limits } from '@/lib/server/limits/limits'
import { askRedis } from '@/lib/session/redis'
import { redisKey } from '@/lib/session/revocation/keys'
import { nowInSeconds } from '@/lib/time'
import { gateBeforeRedis } from '@/tests/integration/support/gate'
import { limitGuesses, network, pass } from '@/tests/integration/support/guesses'
import { newPerson } from '@/tests/integration/support/person'
import { letIn, look, start } from '@/tests/integration/support/session'
import { withSettings } from '@/tests/integration/support/settings'
import { askForToken, introspect, provideService, revoke, tokenFor } from '@/tests/integration/support/token-endpoints'
import { basic, service } from '@/tests/support/tokens'

const gate = gateBeforeRedis()
limitGuesses()
provideService()
beforeAll(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined))

const { accessToken, revocation, clientSecret } = limits

const logIn = async () => start('stored', (await newPerson()).userId, nowInSeconds())

const from = (ip: string) => ({ 'X-Forwarded-For': ip })
const wrong = (ip: string) => ({ ...from(ip), Authorization: basic(service.id, 'wrong') })
const right = (ip: string) => ({ ...from(ip), Authorization: basic() })

const bucketsOf = async (limit: LimitName) => {
  const [, names] = await askRedis((redis) => redis.scan(0, { match: redisKey(`limit:${limit}:*`), count: 1000 }))
  return names
}

/** As if attempts had been taken from the one used bucket of that kind until so many tokens are left. */
async function leave(left: number, limit: LimitName): Promise<void> {
  const [name, another] = await bucketsOf(limit)
  if (!name || another) throw new Error(`not one bucket, but ${another ? 'several' : 'none'}`)
  const taken = Number(await askRedis((redis) => redis.get<string>(name)))
  await askRedis((redis) => redis.incrby(name, limits[limit].tokens - left - taken))
}

async function expectTooMany(answer: Response, window: number) {
  expect(await answer.json()).toMatchObject({ status: 429, code: 'too_many' })
  const wait = Number(answer.headers.get('retry-after'))
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(2 * window)
}

describe('[ASVS 6.1.1] a session', () => {
  test('at the limit of fetched tokens per minute is refused with a wait, and no other session is; then it gets tokens again', async () => {
    const [busy, other] = [await logIn(), await logIn()]
    await tokenFor(busy.cookies)
    await leave(1, 'accessToken')
    await tokenFor(busy.cookies)

    const answer = await askForToken(busy.cookies)

    await expectTooMany(answer, accessToken.window)
    await tokenFor(other.cookies)
    await letIn(look(busy.cookies))
    pass(Number(answer.headers.get('retry-after')) + accessToken.window)
    await tokenFor(busy.cookies)
  })

  test('is not counted for refused requests', async () => {
    const { cookies } = await logIn()

    await askForToken(cookies, { audience: 'https://other.example' })
    await askForToken(cookies, 'audience=a&audience=b')
    expect(await bucketsOf('accessToken')).toEqual([])

    await tokenFor(cookies)
    expect(await bucketsOf('accessToken')).toHaveLength(1)
  })
})

describe('[ASVS 6.1.1] a network', () => {
  const [busy, quiet] = [network(1), network(2)]

  test('at the limit of revoked tokens per minute is refused with a wait, and ends nothing; another one succeeds', async () => {
    const { cookies } = await logIn()
    const token = await tokenFor(cookies)
    await revoke('junk', from(busy))
    await leave(1, 'revocation')
    expect((await revoke('junk', from(busy))).status).toBe(200)

    await expectTooMany(await revoke(token, from(busy)), revocation.window)
    await letIn(look(cookies))

    expect((await revoke(token, from(quiet))).status).toBe(200)
    expect(await look(cookies)).toEqual({ verdict: 'revoked' })
  })

  test('at the limit of wrong secrets is refused with a wait, for any next secret; another one gets 401', async () => {
    await introspect('junk', wrong(busy))
    await leave(1, 'clientSecret')
    expect((await introspect('junk', wrong(busy))).status).toBe(401)

    for (const headers of [wrong(busy), from(busy), { ...from(busy), Authorization: 'Basic !' }]) {
      await expectTooMany(await introspect('junk', headers), clientSecret.window)
    }
    // A forged hop in front of the address does not make another network (ASVS 6.3.1).
    await expectTooMany(await introspect('junk', wrong(`203.0.113.5, 198.51.100.7, ${busy}`)), clientSecret.window)
    expect((await introspect('junk', wrong(quiet))).status).toBe(401)
  })

  test('with the right secret is never refused for the failures of others, nor counted', async () => {
    const token = await tokenFor((await logIn()).cookies)
    expect(await (await introspect(token, right(busy))).json()).toMatchObject({ active: true })
    expect(await bucketsOf('clientSecret')).toEqual([])

    await introspect('junk', wrong(busy))
    await leave(0, 'clientSecret')
    await expectTooMany(await introspect('junk', wrong(busy)), clientSecret.window)
    expect(await (await introspect(token, right(busy))).json()).toMatchObject({ active: true })
  })
})

test('with Redis unavailable wrong secrets cannot be counted, so none is compared; switched off, limits refuse no request', async () => {
  gate.set('shut')
  const answer = await introspect('junk', wrong(network(3)))
  expect(await answer.json()).toMatchObject({ status: 503, code: 'unavailable' })
  gate.set('open')

  await withSettings({ RATE_LIMIT: 'off' }, async () => {
    for (let tries = 0; tries < clientSecret.tokens + 5; tries += 1) {
      expect((await introspect('junk', wrong(network(4)))).status).toBe(401)
    }
  })
})
