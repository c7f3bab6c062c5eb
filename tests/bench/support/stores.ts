import type { Started } from '@/tests/bench/support/started'
import { startRealStores } from '@/tests/support/real-stores'
import { startStores } from '@/tests/support/stores'
import { startUpstashProcess, type UpstashProcess } from '@/tests/support/upstash-process'

export interface BenchStores {
  /** The variables of the stores, secrets included: two processes with them accept each other's credentials. */
  env: Readonly<Record<string, string>>
  upstash: UpstashProcess
}

/**
 * A real PostgreSQL and Redis for the benchmark alone, because the embedded ones have other figures. The Upstash protocol
 * in front of Redis and the mail server are in a separate process: the one that measures does not work for them.
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
  const mail = {
    SMTP_URL: upstash.smtpUrl, // feature: mail
  }
  return { env: { ...stores.env, ...upstash.env, ...mail }, upstash }
}
