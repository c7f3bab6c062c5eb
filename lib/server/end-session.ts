import 'server-only'
import type { LastEnd } from '@/lib/db/end-sessions'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import type { EndReason } from '@/lib/server/lifecycle'
import { lifecycleOf } from '@/lib/server/lifecycles'
import type { OpenedCredential } from '@/lib/session/open'
import { deny } from '@/lib/session/revocation/write'

/** `unfinished`: ended as a fact, but Redis could not be told, so a copy may be believed until its fresh window closes. */
export type End = 'ended' | 'unfinished'

/** Whoever has a dead cookie can ask for it again and again: then it was not alive. */
export interface Ending extends LastEnd {
  told: End
}

/**
 * Postgres first, then Redis: a crash in between leaves the fact, and the same call finishes the work.
 * @throws {UnavailableError} when Postgres is away: then nothing has ended
 */
export async function endSession(credential: OpenedCredential, reason: EndReason, now: number): Promise<Ending> {
  const ending = await lifecycleOf(credential).end(reason, now)
  const told = await Promise.all([...new Set([credential.sessionId, ending.lastId])].map(tellRedis))
  return { ...ending, told: told.includes('unfinished') ? 'unfinished' : 'ended' }
}

/** Denies what has ended in Postgres. */
export function tellRedis(sessionId: string): Promise<End> {
  return tell(() => deny(sessionId))
}

/** Says to Redis what is a fact already. That it cannot be told is an answer, not an error: the fact stays one. */
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
