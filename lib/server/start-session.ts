import 'server-only'
import type { Access } from '@/lib/db/users'
import type { Client } from '@/lib/server/client'
import type { Issued } from '@/lib/server/lifecycle'
import { startByModel } from '@/lib/server/lifecycles'
import type { Model } from '@/lib/session/models'
import { askStrictly, isRevoked } from '@/lib/session/revocation/ask'
import { deny } from '@/lib/session/revocation/write'

/**
 * Starts a session of whichever model; its cookies are the caller's to set.
 * @param access read before the visitor proved who they are, so that a cut-off in between shows
 * @returns null when there was one
 * @throws {UnavailableError}
 */
export async function startSession(model: Model, access: Access, client: Client, now: number): Promise<Issued | null> {
  const started = await startByModel(model)(access, client, now)
  if (!started) return null

  for (const sessionId of started.evicted) await deny(sessionId)
  // With Redis away the very next request would be told to try again: better said now, with the form still there.
  const revocations = await askStrictly({ sessionId: started.session.id, userId: access.userId })
  return isRevoked(access, revocations) ? null : started
}
