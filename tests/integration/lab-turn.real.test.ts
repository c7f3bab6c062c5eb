import { afterEach, expect, test } from 'vitest'
import { UnavailableError } from '@/lib/errors'
import { takeTurn } from '@/lib/lab/server/turn'
import { askRedis } from '@/lib/session/redis'
import { redisKey } from '@/lib/session/revocation/keys'
import { Gate } from '@/tests/integration/support/gate'
import { newPerson } from '@/tests/integration/support/person'
import { raceOnRealStores } from '@/tests/integration/support/race'

const gate = new Gate()
raceOnRealStores(gate)
afterEach(() => gate.set('open'))

test('one experiment per reader at a time, until it releases its turn', async () => {
  const [{ userId }, other] = [await newPerson(), await newPerson()]
  const giveBack = await takeTurn(userId, 30)

  expect(await takeTurn(userId, 30)).toBeNull()
  expect(await takeTurn(other.userId, 30)).not.toBeNull()
  await giveBack?.()
  expect(await takeTurn(userId, 30)).not.toBeNull()
})

test('an expired turn does not release the turn of another reader', async () => {
  const { userId } = await newPerson()
  const giveBackLate = await takeTurn(userId, 30)
  await askRedis((redis) => redis.del(redisKey(`lab:turn:${userId}`)))
  expect(await takeTurn(userId, 30)).not.toBeNull()

  await giveBackLate?.()
  expect(await takeTurn(userId, 30)).toBeNull()
})

test('without Redis no experiment starts, and a finished one keeps its answer', async () => {
  const { userId } = await newPerson()
  const giveBack = await takeTurn(userId, 30)

  gate.set('shut')
  await expect(takeTurn(userId, 30)).rejects.toThrow(UnavailableError)
  await expect(giveBack?.()).resolves.toBeUndefined()

  gate.set('open')
  const left = await askRedis((redis) => redis.ttl(redisKey(`lab:turn:${userId}`)))
  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThanOrEqual(30)
})
