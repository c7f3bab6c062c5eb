import 'server-only'
import type { AuditKind } from '@/lib/db/audit-events'
import { auditHourly } from '@/lib/server/audit'
import { getStandingAccess } from '@/lib/server/sessions/access'
import type { Issued, Renewing } from '@/lib/server/sessions/lifecycle'
import { lifecycleOf } from '@/lib/server/sessions/models'
import { modelInJar, type OpenedCredential } from '@/lib/session/open'
import { deny } from '@/lib/session/revocation/write'

/**
 * The one path of renewal, for all models: the database decides, and the credential gets the current role.
 * @returns null when the session is over, for whatever reason
 * @throws {UnavailableError}
 */
export async function renewSession(credential: OpenedCredential, renewing: Renewing): Promise<Issued | null> {
  const access = await getStandingAccess(credential)
  const renewed = access ? await lifecycleOf(credential).renew(credential, access, renewing) : 'refused'
  if (typeof renewed !== 'string') return renewed

  await (renewed === 'reused' ? reportTheft(credential, renewing) : report('renewal_refused', credential, renewing))
  return null
}

/** The row has ended with the rotation that found out; the access tokens of the family still have minutes to live. */
async function reportTheft(credential: OpenedCredential, renewing: Renewing): Promise<void> {
  await deny(credential.sessionId)
  await report('refresh_reused', credential, renewing)
}

/** Whoever holds a credential that is over can ask again and again: told once an hour. */
async function report(kind: AuditKind, credential: OpenedCredential, { client, now }: Renewing): Promise<void> {
  const { sessionId, userId } = credential
  await auditHourly({ kind, sessionId, userId, model: modelInJar(credential), ...client }, now)
}
