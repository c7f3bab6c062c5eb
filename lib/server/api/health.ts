import 'server-only'
import * as z from 'zod'
import { pingPostgres } from '@/lib/db/client'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import { queueStates } from '@/lib/server/limits/turn-queue'
import { stateOfQueues } from '@/lib/server/limits/turns'
import { pingRedis } from '@/lib/session/redis'
import { followings } from '@/lib/session/revocation/follow'
import { configuredMode, follower, modes } from '@/lib/session/revocation/modes'

/** `misconfigured`: waiting does not help. The log says what to change. */
const Health = z.enum(['ok', 'away', 'misconfigured'])
type Health = z.infer<typeof Health>

export const HealthReport = z.object({
  status: Health,
  postgres: Health,
  redis: Health,
  /** Whether logins wait for their turn in this process. With `full` it refuses logins, and nothing else. */
  logins: z.enum(queueStates),
  /** `copy`, in mode `snapshot`: with `too_many` and `gap` every check asks Redis, until the replica is complete again. */
  revocation: z.object({ mode: z.enum(modes), copy: z.enum(followings).exactOptional() }),
})
export type HealthReport = z.infer<typeof HealthReport>

/** For load balancers and operators. Reports status words only: never an address, a version or a reason. */
export async function describeHealth(): Promise<HealthReport> {
  const [postgres, redis] = await Promise.all([healthOf(pingPostgres), healthOf(pingRedis)])
  const mode = configuredMode()
  const copy = mode === 'snapshot' ? { copy: follower().following } : {}
  const status = (['misconfigured', 'away'] as const).find((word) => word === postgres || word === redis) ?? 'ok'
  return { status, postgres, redis, logins: stateOfQueues(), revocation: { mode, ...copy } }
}

async function healthOf(ping: () => Promise<void>): Promise<Health> {
  try {
    await ping()
    return 'ok'
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('store_away', error)
    return error.advice === null ? 'away' : 'misconfigured'
  }
}
