import 'server-only'
import { UnavailableError } from '@/lib/errors'
import { logFailure } from '@/lib/log'
import { deny } from '@/lib/session/revocation/write'

/** `unfinished`: ended as a fact, but Redis could not be told, so a copy may be believed until its fresh window closes. */
export type End = 'ended' | 'unfinished'

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
