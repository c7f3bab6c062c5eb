import { growCopy } from '@/tests/bench/growth/memory'
import { growRows } from '@/tests/bench/growth/rows'
import type { BenchOptions } from '@/tests/bench/run'
import { startBenchStores } from '@/tests/bench/support/stores'

/** The cost of a request as the data in memory and in the database grows. */
export async function growth(options: BenchOptions): Promise<readonly string[]> {
  const { env } = await startBenchStores(options.started)
  Object.assign(process.env, env)

  await growCopy(options, env.EMBEDDED_REDIS_URL ?? '')
  return growRows(options, env.DATABASE_URL ?? '')
}
