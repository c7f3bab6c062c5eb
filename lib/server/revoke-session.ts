import 'server-only'
import { endOwnedSession } from '@/lib/db/list-sessions'
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/client'
import { tellRedis } from '@/lib/server/end-session'
import { toDate } from '@/lib/time'

export interface Revoking {
  /** Who asks: only their own sessions exist for them. */
  ownerId: string
  sessionId: string
  client: Client
}

/**
 * `unfinished`: over as a fact, but Redis could not be told: believed for FRESH_SECONDS more at most, unless repeated.
 * `reopened`: its owner has proved the password there meanwhile, so it goes on under another id.
 */
export type Revocation = 'revoked' | 'unfinished' | 'reopened' | 'not_found'

/**
 * Ends one session of its owner's, on whichever device. Postgres first: the row is the fact, the denial makes it quick.
 * Repeatable. @throws {UnavailableError} when Postgres is away: then nothing has ended
 */
export async function revokeSession({ client, ...owned }: Revoking, now: number): Promise<Revocation> {
  const ended = await endOwnedSession(owned, 'revoked', toDate(now))
  if (!ended) return 'not_found'

  const { ownerId: userId, sessionId } = owned
  const told = await tellRedis(sessionId)
  if (!ended.before) await audit({ kind: 'revoked', userId, sessionId, model: ended.model, ...client })
  if (ended.before === 'reopened') return 'reopened'
  return told === 'ended' ? 'revoked' : 'unfinished'
}
