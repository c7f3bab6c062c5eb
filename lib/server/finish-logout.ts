import 'server-only'
import { isDenied } from '@/lib/db/denied-sessions'
import { hasEnded } from '@/lib/db/end-sessions'
import { deny } from '@/lib/session/revocation/write'

/**
 * Tells Redis again what Postgres already knows. The cookie is gone by now, so this takes the session's public id;
 * it changes nothing for a session that has not ended, whoever asks.
 * @throws {UnavailableError}
 */
export async function finishLogout(sessionId: string): Promise<void> {
  const isOver = (await hasEnded(sessionId)) || (await isDenied(sessionId))
  if (isOver) await deny(sessionId)
}
