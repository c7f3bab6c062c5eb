import { Redis } from 'ioredis'
import { inject } from 'vitest'
import { createDatabase } from '@/tests/support/isolated-stores'
import { ofThisLane } from '@/tests/support/lanes'
import type { Stores } from '@/tests/support/stores'
import { waitingFor } from '@/tests/support/waits'

/** For a file of the suite on real stores: a migrated database of its own, and the Redis of its lane, emptied. */
export const openFileStores = (): Promise<Stores> => waitingFor('stores', open)

async function open(): Promise<Stores> {
  const lane = ofThisLane(inject('realLanes'))
  const database = await createDatabase(process.env.TEST_DATABASE_URL ?? '')
  await empty(lane.EMBEDDED_REDIS_URL ?? '')
  return { env: { ...lane, DATABASE_URL: database.url }, close: database.drop }
}

async function empty(redisUrl: string): Promise<void> {
  const redis = new Redis(redisUrl)
  await redis.flushdb()
  await redis.quit()
}
