import { afterAll, beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { clockTolerance } from '@/lib/session/deadlines'
import { denialLifetime, keys, renewalPatience } from '@/lib/session/revocation/keys'
import { deny, raiseAccessVersion, raiseGeneration, raiseSiteGeneration } from '@/lib/session/revocation/write'
import { startRedis } from '../support/start-redis'

let store: Awaited<ReturnType<typeof startRedis>>
beforeAll(async () => {
  store = await startRedis()
})
afterAll(() => store.close())

test('the TTL of a denial in Redis exceeds the lifetime of a credential issued before it, its renewal included', () => {
  expect(denialLifetime()).toBe(env().FRESH_SECONDS + clockTolerance + renewalPatience)
})

test('a denial and every raised counter expire after that TTL', async () => {
  await deny('session-1')
  await raiseGeneration('user-1', 7)
  await raiseAccessVersion('user-1', 7)
  await raiseSiteGeneration(7)

  const names = [
    keys.denied('session-1'),
    keys.generation('user-1'),
    keys.accessVersion('user-1'),
    keys.siteGeneration(),
  ]
  for (const name of names) {
    const left = await store.redis.ttl(name)
    expect(left, name).toBeGreaterThan(denialLifetime() - 10)
    expect(left, name).toBeLessThanOrEqual(denialLifetime())
  }
})
