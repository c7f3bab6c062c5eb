import 'server-only'
import { isDenied } from '@/lib/db/denied-sessions'
import { hasEnded } from '@/lib/db/end-sessions'
import type { Client } from '@/lib/server/client'
import { networkOf } from '@/lib/server/limits/network'
import { type TooMany, takeFrom } from '@/lib/server/limits/take'
import { deny } from '@/lib/session/revocation/write'

/**
 * Tells Redis again what Postgres already knows. The cookies are gone by now, so this takes the sessions' public ids; it
 * changes nothing for a session that has not ended, whoever asks.
 * @throws {UnavailableError}
 */
export async function finishLogout(
  sessionIds: readonly string[],
  client: Client,
): Promise<{ outcome: 'finished' } | TooMany> {
  const taken = await takeFrom([{ limit: 'unfinishedLogout', of: networkOf(client.ip) }])
  if (taken.outcome === 'too_many') return taken

  await Promise.all([...new Set(sessionIds)].map(denyIfOver))
  return { outcome: 'finished' }
}

async function denyIfOver(sessionId: string): Promise<void> {
  const isOver = (await hasEnded(sessionId)) || (await isDenied(sessionId))
  if (isOver) await deny(sessionId)
}
