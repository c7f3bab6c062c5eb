import 'server-only'
import type { AuditKind } from '@/lib/db/audit-events'
import { type Access, getAccess } from '@/lib/db/users'
import { auditHourly } from '@/lib/server/audit'
import { sendMailSoon } from '@/lib/server/mail/outbox' // feature: mail
import { tellRedis } from '@/lib/server/sessions/end'
import type { Arrival, Issued, Renewing, Reopening } from '@/lib/server/sessions/lifecycle'
import { lifecycleOf, modelLifecycles } from '@/lib/server/sessions/models'
import type { Model } from '@/lib/session/models'
import { modelInJar, type OpenedCredential } from '@/lib/session/open'
import { askCutOffs, isCutOff } from '@/lib/session/revocation/ask'
import { deny } from '@/lib/session/revocation/write'
import type { Session } from '@/lib/session/session'

/**
 * Starts a session; the caller sets its cookies.
 * @param access read before the visitor authenticated, so that a revocation in between is noticed
 * @returns null when all of the user's sessions were revoked in between
 * @throws {UnavailableError}
 */
export async function startSession(
  model: Model, // model: several
  access: Access,
  arrival: Arrival,
): Promise<Issued | null> {
  // Asked before anything is written: while Redis is unavailable, every attempt would otherwise leave an unused row,
  // and at the limit per user end another device's session.
  if (isCutOff(access, await askCutOffs(access.userId))) return null

  const started = await modelLifecycles[model].start(access, arrival)
  for (const sessionId of started?.evicted ?? []) await tellRedis(sessionId)
  return started
}

/** @returns null for a deleted or disabled user, or when all sessions were revoked after this credential was issued */
export async function getStandingAccess(credential: OpenedCredential): Promise<Access | null> {
  const access = await getAccess(credential.userId)
  return access && isCutOff(credential, access) ? null : access
}

/**
 * Reads the session of a credential from Postgres, without writing.
 * @returns null when the session is over, for any reason
 * @throws {UnavailableError}
 */
export async function peekSession(credential: OpenedCredential, now: number): Promise<Session | null> {
  const access = await getStandingAccess(credential)
  return access && lifecycleOf(credential).peek(credential, access, now)
}

/**
 * Renews a session of any model: the database decides, and the credential gets the current role.
 * @returns null when the session is over, for any reason
 * @throws {UnavailableError}
 */
export async function renewSession(credential: OpenedCredential, renewing: Renewing): Promise<Issued | null> {
  const access = await getStandingAccess(credential)
  const renewed = access ? await lifecycleOf(credential).renew(credential, access, renewing) : 'refused'
  if (typeof renewed !== 'string') return renewed

  await (renewed === 'reused' ? reportTheft(credential, renewing) : report('renewal_refused', credential, renewing))
  return null
}

/** The rotation that detected the reuse has ended the row; the denial revokes the family's access tokens, which are still fresh. */
async function reportTheft(credential: OpenedCredential, renewing: Renewing): Promise<void> {
  await deny(credential.sessionId)
  await report('refresh_reused', credential, renewing)
  sendMailSoon() // feature: mail
}

/** Written once an hour, because the holder of an ended credential can repeat the request without limit. */
async function report(kind: AuditKind, credential: OpenedCredential, { client, now }: Renewing): Promise<void> {
  const { sessionId, userId } = credential
  await auditHourly({ kind, sessionId, userId, model: modelInJar(credential), ...client }, now)
}

/**
 * Rotates the session's id and secret (ASVS 7.2.4): its data, start and end stay, and the old cookie, also in an
 * attacker's hands, is revoked. The caller has checked that `access` is not from a revoked session.
 * @returns null when the session had ended meanwhile; otherwise a visitor whose cookies the caller sets
 * @throws {UnavailableError} when Postgres is unavailable: then nothing has changed
 */
export async function rotateSessionId(
  credential: OpenedCredential,
  access: Access,
  reopening: Reopening,
): Promise<({ verdict: 'allowed' } & Issued) | null> {
  const issued = await lifecycleOf(credential).reopen(credential, access, reopening)
  if (!issued) return null

  await tellRedis(credential.sessionId)
  return { verdict: 'allowed', ...issued }
}
