import 'server-only'
import { type Access, getAccess } from '@/lib/db/users'
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/client'
import type { Issued } from '@/lib/server/lifecycle'
import { lifecycleOf } from '@/lib/server/lifecycles'
import type { OpenedCredential } from '@/lib/session/open'
import { isCutOff } from '@/lib/session/revocation/ask'
import { deny } from '@/lib/session/revocation/write'

/**
 * The one path of renewal, for all models: the database decides, and the credential gets the current role.
 * @param now taken before anything was asked: what is issued must not outlive a denial that is being written meanwhile
 * @returns null when the session is over, for whatever reason
 * @throws {UnavailableError}
 */
export async function renewSession(credential: OpenedCredential, client: Client, now: number): Promise<Issued | null> {
  const access = await getStandingAccess(credential)
  if (!access) return null

  const renewed = await lifecycleOf(credential).renew(access, now)
  if (renewed === 'reused') await reportTheft(credential, client)
  return typeof renewed === 'string' ? null : renewed
}

/** @returns null when the user is gone or disabled, or was cut off after this credential was issued */
export async function getStandingAccess(credential: OpenedCredential): Promise<Access | null> {
  const access = await getAccess(credential.userId)
  return access && isCutOff(credential, access) ? null : access
}

/** The row has ended with the rotation that found out; the access tokens of the family still have minutes to live. */
async function reportTheft({ sessionId, userId, model }: OpenedCredential, client: Client): Promise<void> {
  await deny(sessionId)
  await audit({ kind: 'refresh_reused', sessionId, userId, model, ...client })
}
