import { expect, test } from 'vitest'
import { dropJar, keepJar, openJar } from '@/lib/lab/server/replay/jar'
import { jarLifetime } from '@/lib/lab/shared/replay'
import type { Model } from '@/lib/session/models'
import { askRedis } from '@/lib/session/redis'
import { redisKey } from '@/lib/session/revocation/keys'
import { newPerson } from '@/tests/integration/support/person'
import { present, start } from '@/tests/integration/support/session'
import { models } from '@/tests/support/models'

async function stealFrom(model: Model) {
  const { userId } = await newPerson()
  const { cookies } = present((await start(model, userId)).cookies)
  return { userId, cookies, jar: await keepJar(userId, cookies) }
}

const keyOf = (userId: string) => redisKey(`lab:jar:${userId}`)

test.each(models)('a jar with a %s session opens for its owner only', async (model) => {
  const { userId, cookies, jar } = await stealFrom(model)
  const other = await newPerson()

  expect(await openJar(jar, userId)).toEqual(cookies)
  expect(await openJar(jar, other.userId)).toBeNull()
  expect(await dropJar(jar, other.userId)).toBe(false)
  expect(await openJar(jar, userId)).toEqual(cookies)
})

test('a jar expires after ten minutes, or when its owner drops it', async () => {
  const { userId, jar } = await stealFrom('stored')

  const ttl = await askRedis((redis) => redis.ttl(keyOf(userId)))
  expect(ttl).toBeGreaterThan(jarLifetime - 30)
  expect(ttl).toBeLessThanOrEqual(600)
  expect(await dropJar(jar, userId)).toBe(true)
  expect(await openJar(jar, userId)).toBeNull()
})

test('the Redis entry of a jar names no cookie, and opens in no other jar', async () => {
  const { userId, cookies, jar } = await stealFrom('sealed')
  const kept = await askRedis((redis) => redis.get<string>(keyOf(userId)))
  for (const value of [userId, ...Object.values(cookies)]) expect(kept).not.toContain(value)

  const other = await newPerson()
  await askRedis((redis) => redis.set(keyOf(other.userId), kept))
  expect(await openJar(jar, other.userId)).toBeNull()
  expect(await openJar('A'.repeat(22), userId)).toBeNull()
})

test('the largest cookie fits into a jar', async () => {
  const { userId } = await newPerson()
  const cookies = { '__Host-sealed': 'x'.repeat(4083) }
  expect(await openJar(await keepJar(userId, cookies), userId)).toEqual(cookies)
})

test('each reader has one jar, for any number of stolen cookies', async () => {
  const { userId, cookies, jar } = await stealFrom('stored')
  const next = await keepJar(userId, cookies)

  expect(await openJar(jar, userId)).toBeNull()
  expect(await openJar(next, userId)).toEqual(cookies)
})
