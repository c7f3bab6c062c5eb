import type { Started } from '@/tests/bench/support/started'
import { startRealStores } from '@/tests/support/real-stores'
import { startStores } from '@/tests/support/stores'
import { startUpstashProcess, type UpstashProcess } from '@/tests/support/upstash-process'

export interface BenchStores {
  /** What reaches them, secrets included: two processes that get it understand each other's credentials. */
  env: Readonly<Record<string, string>>
  upstash: UpstashProcess
}

/**
 * A real PostgreSQL and Redis of the benchmark's own, because figures of the embedded ones would be about those, and the
 * Upstash protocol in a process of its own in front of Redis.
 */
export async function startBenchStores(started: Started): Promise<BenchStores> {
  const real = await started.use(startRealStores, ({ close }) => close())
  const stores = await started.use(
    () => startStores(real),
    ({ close }) => close(),
  )
  const upstash = await started.use(
    () => startUpstashProcess(stores.env.EMBEDDED_REDIS_URL ?? ''),
    ({ stop }) => stop(),
  )
  return { env: { ...stores.env, ...upstash.env }, upstash }
}
