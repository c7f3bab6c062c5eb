import { growCopy } from '@/tests/bench/growth/memory'
import { growRows } from '@/tests/bench/growth/rows'
import type { BenchOptions } from '@/tests/bench/run'
import { startBenchStores } from '@/tests/bench/support/stores'

/** What there may be a lot of, in memory and in the database, and what a request pays for it. */
export async function growth(options: BenchOptions): Promise<readonly string[]> {
  const { env } = await startBenchStores(options.started)
  Object.assign(process.env, env)

  await growCopy(options, env.EMBEDDED_REDIS_URL ?? '')
  return growRows(options, env.DATABASE_URL ?? '')
}
