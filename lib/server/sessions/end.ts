import 'server-only'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import type { EndReason } from '@/lib/server/sessions/lifecycle'
import { lifecycleOf } from '@/lib/server/sessions/models'
import type { OpenedCredential } from '@/lib/session/open'
import { deny } from '@/lib/session/revocation/write'
import type { LastEnd } from '@/lib/session/session'

/** A client can end a dead session again and again: then the session was not alive. */
export interface Ending extends LastEnd {
  told: End
}

/**
 * Ends a session in Postgres first, then in Redis: after a crash in between, the same call finishes the work.
 * @throws {UnavailableError} when Postgres is unavailable: then nothing has ended
 */
export async function endSession(credential: OpenedCredential, reason: EndReason, now: number): Promise<Ending> {
  const ending = await lifecycleOf(credential).end(credential, reason, now)
  const told = await Promise.all([...new Set([credential.sessionId, ending.lastId])].map(tellRedis))
  return { ...ending, told: told.includes('unfinished') ? 'unfinished' : 'ended' }
}

/** `unfinished`: ended in Postgres, but not published to Redis: accepted until the revalidation interval of a copy ends. */
export type End = 'ended' | 'unfinished'

/** Denies a session in Redis that has ended in Postgres. */
export function tellRedis(sessionId: string): Promise<End> {
  return tell(() => deny(sessionId))
}

/** Publishes a fact of Postgres to Redis. A failure is an outcome, not an error: the fact in Postgres stays. */
export async function tell(telling: () => Promise<void>): Promise<End> {
  try {
    await telling()
    return 'ended'
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    logFailure('redis_not_told', error)
    return 'unfinished'
  }
}
