import 'server-only'
import { type Access, getAccess } from '@/lib/db/users'
import { lifecycleOf } from '@/lib/server/sessions/models'
import type { OpenedCredential } from '@/lib/session/open'
import { isCutOff } from '@/lib/session/revocation/ask'
import type { Session } from '@/lib/session/session'

/** @returns null when the user is gone or disabled, or was cut off after this credential was issued */
export async function getStandingAccess(credential: OpenedCredential): Promise<Access | null> {
  const access = await getAccess(credential.userId)
  return access && isCutOff(credential, access) ? null : access
}

/**
 * Whom a credential stands for, as Postgres has it now. Looks, and changes nothing.
 * @returns null when the session is over, for whatever reason
 * @throws {UnavailableError}
 */
export async function peekSession(credential: OpenedCredential, now: number): Promise<Session | null> {
  const access = await getStandingAccess(credential)
  return access && lifecycleOf(credential).peek(credential, access, now)
}
