import { Redis } from '@upstash/redis'
import { startUpstash } from '@/scripts/services/upstash/start-upstash'

/** A Redis in memory for this file; must start before lib/env reads the environment for the first time. */
export async function startRedis() {
  const token = 'token'
  const { url, close } = await startUpstash({ token, port: 0 })
  Object.assign(process.env, { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token })

  const redis = new Redis({ url, token, enableTelemetry: false })
  // The first script compiles Lua, which may take longer than a test waits for Redis.
  await redis.eval('return 1', [], [])
  return { redis, close }
}
