import 'server-only'
import type { Access } from '@/lib/db/users'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import type { Reopening } from '@/lib/server/sessions/lifecycle'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { tellRedis } from '@/lib/server/sessions/publish'
import type { OpenedCredential } from '@/lib/session/open'

/**
 * Gives the session a new id and secret (ASVS 7.2.4): its data, place, start and end stay, and whoever else holds the old
 * cookie is out. The caller has made sure that `access` does not bring back somebody who was cut off.
 * @returns null when it had ended meanwhile; otherwise a visitor whose cookies are the caller's to set
 * @throws {UnavailableError} when Postgres is away: then nothing has changed
 */
export async function rotateSessionId(
  credential: OpenedCredential,
  access: Access,
  reopening: Reopening,
): Promise<AllowedVisitor | null> {
  const issued = await lifecycleOf(credential).reopen(credential, access, reopening)
  if (!issued) return null

  await tellRedis(credential.sessionId)
  return { verdict: 'allowed', ...issued }
}
