import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Redis } from 'ioredis'
import { mostEntries } from '@/lib/session/revocation/feed'
import { Follower } from '@/lib/session/revocation/follow'
import { keys } from '@/lib/session/revocation/keys'
import { minutes, nowInSeconds } from '@/lib/time'
import { presentNew } from '@/tests/bench/check/credentials'
import { allow } from '@/tests/bench/check/measure'
import { microsecondsOf, percentiles } from '@/tests/bench/check/microseconds'
import type { BenchOptions } from '@/tests/bench/run'
import { table } from '@/tests/bench/support/table'

/** The local replica of the revocation list at growing sizes: the cost of fetching, storing and querying it. */
export async function growCopy({ started, quick }: BenchOptions, redisUrl: string): Promise<void> {
  const redis = await started.use(
    async () => new Redis(redisUrl),
    async (open) => open.disconnect(),
  )
  const rows: (readonly string[])[] = []
  for (const size of quick ? [1, 1000] : [1, 1000, mostEntries])
    rows.push(await measure(redis, size, quick ? 100 : 30_000))
  console.log(table(['entries in the replica', 'fetched in, ms', 'MB', 'check, warm p50', 'p99'], rows))
  console.log(
    '\nMB: of the heap, more than without a replica. A check of a session that is not revoked: microseconds.\n',
  )
}

async function measure(redis: Redis, size: number, times: number): Promise<readonly string[]> {
  await writeFeed(redis, size)
  const known = await presentNew('sealed', nowInSeconds())
  const follower = followAnew()
  const before = heapUsed()

  const start = performance.now()
  while (follower.following !== 'current') {
    await allow(known, 'snapshot')
    await sleep(5)
  }
  const fetched = performance.now() - start
  if (follower.size !== size) throw new Error(`${follower.size} entries in the replica instead of ${size}`)
  const megabytes = (heapUsed() - before) / 2 ** 20

  await microsecondsOf(times / 10, () => allow(known, 'snapshot'))
  const warm = await microsecondsOf(times, () => allow(known, 'snapshot'))
  return [size.toLocaleString('en'), fetched.toFixed(0), megabytes.toFixed(2), ...percentiles(warm)]
}

/** Writes the entries of many revoked sessions like lib/session does: revoking them one by one would take too long. */
async function writeFeed(redis: Redis, size: number): Promise<void> {
  await redis.flushdb()
  const until = nowInSeconds() + minutes(10)
  const entries = Array.from({ length: size }, (_, index) => `${index + 1}|denied|${randomUUID()}|1|${until}`)
  for (let from = 0; from < size; from += 5000) {
    const scored = entries.slice(from, from + 5000).flatMap((entry, index) => [from + index + 1, entry])
    await redis.zadd(keys.feed(), ...scored)
  }
  await redis.hset(keys.feedHead(), { epoch: randomUUID(), counter: size, trimmed: 0 })
}

/** The global in which lib/session keeps the replica of this process. */
const holder: typeof globalThis & { follower?: Follower } = globalThis

function followAnew(): Follower {
  const follower = new Follower()
  holder.follower = follower
  return follower
}

setFlagsFromString('--expose-gc')
const collectGarbage: unknown = runInNewContext('gc')

/** Bytes in use. */
function heapUsed(): number {
  if (typeof collectGarbage !== 'function') throw new Error('this Node has no gc()')
  collectGarbage()
  return process.memoryUsage().heapUsed
}
