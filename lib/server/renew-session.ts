import 'server-only'
import type { AuditKind } from '@/lib/db/audit-events'
import { type Access, getAccess } from '@/lib/db/users'
import { auditHourly } from '@/lib/server/audit'
import type { Client } from '@/lib/server/client'
import type { Issued } from '@/lib/server/lifecycle'
import { lifecycleOf } from '@/lib/server/lifecycles'
import type { OpenedCredential } from '@/lib/session/open'
import { isCutOff } from '@/lib/session/revocation/ask'
import { deny } from '@/lib/session/revocation/write'
import type { Session } from '@/lib/session/session'

export interface Renewing {
  client: Client
  /** Taken before anything was asked: what is issued must not outlive a denial that is being written meanwhile. */
  now: number
  /** Milliseconds since 1970. A rotation later than this is undone: whoever waits for it will have gone. */
  giveUpAt: number
}

/**
 * Milliseconds that a renewal may take. Shorter than the edge's patience: a token that was rotated behind its back would
 * never reach the browser, and the one that the browser still has would be taken for stolen.
 */
const renewalBudget = 2500

export function beginRenewing(client: Client, now: number): Renewing {
  return { client, now, giveUpAt: Date.now() + renewalBudget }
}

/**
 * The one path of renewal, for all models: the database decides, and the credential gets the current role.
 * @returns null when the session is over, for whatever reason
 * @throws {UnavailableError}
 */
export async function renewSession(credential: OpenedCredential, renewing: Renewing): Promise<Issued | null> {
  const access = await getStandingAccess(credential)
  const renewed = access ? await lifecycleOf(credential).renew(access, renewing) : 'refused'
  if (typeof renewed !== 'string') return renewed

  await (renewed === 'reused' ? reportTheft(credential, renewing) : report('renewal_refused', credential, renewing))
  return null
}

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
  return access && lifecycleOf(credential).peek(access, now)
}

/** The row has ended with the rotation that found out; the access tokens of the family still have minutes to live. */
async function reportTheft(credential: OpenedCredential, renewing: Renewing): Promise<void> {
  await deny(credential.sessionId)
  await report('refresh_reused', credential, renewing)
}

/** Whoever holds a credential that is over can ask again and again: told once an hour. */
async function report(kind: AuditKind, credential: OpenedCredential, { client, now }: Renewing): Promise<void> {
  const { sessionId, userId, model } = credential
  await auditHourly({ kind, sessionId, userId, model, ...client }, now)
}
