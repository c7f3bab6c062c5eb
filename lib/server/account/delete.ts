import 'server-only'
import { cutOffLeaving, deleteUser } from '@/lib/db/cut-off'
import { forgetProfile } from '@/lib/server/account/profile'
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/http/client'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { tell } from '@/lib/server/sessions/end'
import { deleteOthers, type IssuedCookie } from '@/lib/session/cookies'
import { raiseGeneration } from '@/lib/session/revocation/write'
import { toDate } from '@/lib/time'

/** `unfinished`: all sessions are revoked, but not published to Redis, so the account still exists. */
export type Deletion =
  | { outcome: 'deleted' | 'unfinished'; cookies: readonly IssuedCookie[] }
  | { outcome: 'last_admin' | 'ended' }

/**
 * Revokes all sessions first, then deletes the account (ASVS 7.4.2): a revocation that could not be published can be
 * retried only while the account exists. @throws {UnavailableError} then the account still exists
 */
export async function deleteAccount({ session }: AllowedVisitor, client: Client, now: number): Promise<Deletion> {
  const { id: sessionId, userId, model } = session
  const generation = await cutOffLeaving(userId, toDate(now))
  if (generation === null) return { outcome: 'ended' }
  if (generation === 'last_admin') return { outcome: 'last_admin' }

  const told = await tell(() => raiseGeneration(userId, generation))
  if (told === 'unfinished') return { outcome: told, cookies: deleteOthers([]) }

  const outcome = await deleteUser(userId)
  if (outcome === 'last_admin') return { outcome }
  forgetProfile(userId)

  // Publishes one more than any row ever had: this revokes logins since the first revocation too. Not earlier, because
  // an account that still exists would refuse its user for as long as Redis has a higher generation than the row. If
  // Redis misses this write, such a login stays fresh for FRESH_SECONDS at most, and nothing renews it.
  await tell(() => raiseGeneration(userId, generation + 1))
  await audit({ kind: 'account_deleted', userId, sessionId, model, ...client })
  return { outcome, cookies: deleteOthers([]) }
}
