import 'server-only'
import { cutOffLeaving, deleteUser } from '@/lib/db/cut-off'
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/http/client'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { tell } from '@/lib/server/sessions/publish'
import { deleteOthers, type IssuedCookie } from '@/lib/session/cookies'
import { raiseGeneration } from '@/lib/session/revocation/write'
import { toDate } from '@/lib/time'

/** `unfinished`: every session has ended, but Redis could not be told, so the account is still there. */
export type Deletion =
  | { outcome: 'deleted'; cookies: readonly IssuedCookie[] }
  | { outcome: 'unfinished' | 'last_admin' | 'ended' }

/**
 * Cut off first, then deleted (ASVS 7.4.2): a cut-off that could not be told can be repeated only as long as there is an
 * account. @throws {UnavailableError} then the account is there; its sessions may have ended
 */
export async function deleteAccount({ session }: AllowedVisitor, client: Client, now: number): Promise<Deletion> {
  const { id: sessionId, userId, model } = session
  const generation = await cutOffLeaving(userId, toDate(now))
  if (generation === null) return { outcome: 'ended' }
  if (generation === 'last_admin') return { outcome: 'last_admin' }

  const told = await tell(() => raiseGeneration(userId, generation))
  if (told === 'unfinished') return { outcome: 'unfinished' }

  const outcome = await deleteUser(userId)
  if (outcome === 'last_admin') return { outcome }

  // One more than any row ever said: whoever has logged in since the cut-off is out as well. Not sooner, because an account
  // that is still there would refuse its owner for as long as Redis remembers more than the row says. Should Redis not hear
  // of it, such a login is believed for FRESH_SECONDS at most, and nothing renews it.
  await tell(() => raiseGeneration(userId, generation + 1))
  await audit({ kind: 'account_deleted', userId, sessionId, model, ...client })
  return { outcome, cookies: deleteOthers([]) }
}
