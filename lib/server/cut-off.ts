import 'server-only'
import { endAllSessions } from '@/lib/db/end-sessions'
import { raiseSiteGeneration as raiseSiteRow } from '@/lib/db/site'
import { cutOff, disable, setRole } from '@/lib/db/users'
import { audit } from '@/lib/server/audit'
import { raiseAccessVersion, raiseGeneration, raiseSiteGeneration } from '@/lib/session/revocation/write'
import type { Role } from '@/lib/session/session'
import { toDate } from '@/lib/time'

/** Ends every session of a user, of every model, at once. @returns false for nobody. @throws {UnavailableError} repeatable */
export async function cutOffUser(userId: string, now: number): Promise<boolean> {
  return tell(userId, await cutOff(userId, toDate(now)))
}

/** The same, and nobody logs in again. @returns false for nobody. @throws {UnavailableError} repeatable */
export async function disableUser(userId: string, now: number): Promise<boolean> {
  return tell(userId, await disable(userId, toDate(now)))
}

async function tell(userId: string, generation: number | null): Promise<boolean> {
  if (generation === null) return false

  await raiseGeneration(userId, generation)
  await audit({ kind: 'cut_off', userId })
  return true
}

/**
 * Ends every session of everyone. The raised generation is the whole fact, and quick; the rows are ended afterwards, so
 * that nobody's list shows what is over. @throws {UnavailableError} repeatable
 */
export async function cutOffEveryone(now: number): Promise<void> {
  await raiseSiteGeneration(await raiseSiteRow())
  await audit({ kind: 'cut_off' })
  await endAllSessions('revoked', toDate(now))
}

/** Nobody is logged out: credentials that still say the old role become renewable at once. @returns false for nobody */
export async function changeRole(userId: string, role: Role): Promise<boolean> {
  const accessVersion = await setRole(userId, role)
  if (accessVersion === null) return false

  await raiseAccessVersion(userId, accessVersion)
  await audit({ kind: 'role_changed', userId })
  return true
}
