import 'server-only'
import { pingPostgres } from '@/lib/db/ping'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import { pingRedis } from '@/lib/session/redis'
import type { Following } from '@/lib/session/revocation/follow'
import { configuredMode, follower, type Mode } from '@/lib/session/revocation/modes'

type Health = 'ok' | 'away'

export interface HealthReport {
  status: Health
  postgres: Health
  redis: Health
  /** How this process asks what was revoked. `copy`, in mode `snapshot`: `too_many` and `gap` mean strictly, until it is over. */
  revocation: { mode: Mode; copy?: Following }
}

/** For load balancers and people. Words only: never an address, a version or a reason. */
export async function describeHealth(): Promise<HealthReport> {
  const [postgres, redis] = await Promise.all([healthOf(pingPostgres), healthOf(pingRedis)])
  const mode = configuredMode()
  const copy = mode === 'snapshot' ? { copy: follower().following } : {}
  const status = postgres === 'ok' && redis === 'ok' ? 'ok' : 'away'
  return { status, postgres, redis, revocation: { mode, ...copy } }
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
