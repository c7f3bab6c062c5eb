import 'server-only'
import type { LastEnd } from '@/lib/db/sessions/last-end'
import type { EndReason } from '@/lib/server/sessions/lifecycle'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { type End, tellRedis } from '@/lib/server/sessions/publish'
import type { OpenedCredential } from '@/lib/session/open'

/** Whoever has a dead cookie can ask for it again and again: then it was not alive. */
export interface Ending extends LastEnd {
  told: End
}

/**
 * Postgres first, then Redis: a crash in between leaves the fact, and the same call finishes the work.
 * @throws {UnavailableError} when Postgres is away: then nothing has ended
 */
export async function endSession(credential: OpenedCredential, reason: EndReason, now: number): Promise<Ending> {
  const ending = await lifecycleOf(credential).end(credential, reason, now)
  const told = await Promise.all([...new Set([credential.sessionId, ending.lastId])].map(tellRedis))
  return { ...ending, told: told.includes('unfinished') ? 'unfinished' : 'ended' }
}
