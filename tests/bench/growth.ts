import { growRows } from '@/tests/bench/growth/rows'
import type { BenchOptions } from '@/tests/bench/run'
import { startBenchStores } from '@/tests/bench/support/stores'

/** What gets slower when there is more of it: nothing that a request waits for. */
export async function growth(options: BenchOptions): Promise<readonly string[]> {
  const { env } = await startBenchStores(options.started)
  Object.assign(process.env, env)
  return growRows(options, env.DATABASE_URL ?? '')
}
