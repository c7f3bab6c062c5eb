import 'server-only'
import type { Access } from '@/lib/db/users'
import type { Arrival, Issued } from '@/lib/server/sessions/lifecycle'
import { modelLifecycles } from '@/lib/server/sessions/models'
import { tellRedis } from '@/lib/server/sessions/publish'
import type { Model } from '@/lib/session/models'
import { askCutOffs, isCutOff } from '@/lib/session/revocation/ask'

/**
 * Starts a session; the caller sets its cookies.
 * @param access read before the visitor proved who they are, so that a cut-off in between shows
 * @returns null when there was one
 * @throws {UnavailableError}
 */
export async function startSession(
  model: Model, // model: several
  access: Access,
  arrival: Arrival,
): Promise<Issued | null> {
  // Asked before anything is written: with Redis away every attempt would leave a row that nobody holds, and at the cap
  // end another device's session.
  if (isCutOff(access, await askCutOffs(access.userId))) return null

  const started = await modelLifecycles[model].start(access, arrival)
  for (const sessionId of started?.evicted ?? []) await tellRedis(sessionId)
  return started
}
