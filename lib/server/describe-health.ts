import 'server-only'
import { pingPostgres } from '@/lib/db/ping'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import { pingRedis } from '@/lib/session/redis'

type Health = 'ok' | 'away'

/** For load balancers and people. Words only: never an address, a version or a reason. */
export async function describeHealth(): Promise<{ status: Health; postgres: Health; redis: Health }> {
  const [postgres, redis] = await Promise.all([healthOf(pingPostgres), healthOf(pingRedis)])
  return { status: postgres === 'ok' && redis === 'ok' ? 'ok' : 'away', postgres, redis }
}

async function healthOf(ping: () => Promise<void>): Promise<Health> {
  try {
    await ping()
    return 'ok'
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('store_away', error)
    return 'away'
  }
}
