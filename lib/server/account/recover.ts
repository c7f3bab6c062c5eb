// feature: mail (this file)
import 'server-only'
import { findLinkPurpose, findUserOfUsedLink, type Hash } from '@/lib/db/mail/links'
import {
  type Addresses,
  isUndoLive,
  type Recovered, // feature: second-factor
  type RecoveryRow,
  resetPasswordRow,
  undoChangeRow,
} from '@/lib/db/mail/recover'
import { newSecret, sha256 } from '@/lib/ids'
import { hashPassword } from '@/lib/server/account/passwords'
import type { Client } from '@/lib/server/http/client'
import type { TooMany } from '@/lib/server/limits/bucket'
import { takeRecovery, takeRecoveryCode } from '@/lib/server/limits/guess'
import { type Busy, hashInTurn } from '@/lib/server/limits/turns'
import { toRow } from '@/lib/server/mail/letters'
import { queueLetter } from '@/lib/server/mail/outbox'
import { isMailOn } from '@/lib/server/mail/smtp'
import { tell } from '@/lib/server/sessions/end'
import { publishCutOff } from '@/lib/server/sessions/revoke-all'
import { raiseGeneration } from '@/lib/session/revocation/write'
import { toDate } from '@/lib/time'

/** `off`: this application has no mail server. */
export type LinkRequest = { outcome: 'asked' | 'off' } | TooMany

/**
 * Requests a link that sets a new password. It writes the same row for every address, and only the sender, after the
 * answer, looks for an account. So neither the answer nor its time shows which addresses have an account (ASVS 6.3.8).
 * @throws {UnavailableError} then nothing was requested
 */
export async function requestResetLink(email: string, client: Client): Promise<LinkRequest> {
  if (!isMailOn()) return { outcome: 'off' }

  const place = await takeRecovery(email, client)
  if (place.outcome === 'too_many') return place

  try {
    await queueLetter({ kind: 'reset', to: email, code: newSecret(), ...client })
  } catch (error) {
    await place.giveBack()
    throw error
  }
  return { outcome: 'asked' }
}

/** `wrong_code`: unknown, used, expired, or replaced by a newer one. */
export type PasswordReset =
  | { outcome: 'reset' }
  | { outcome: 'unfinished' }
  | { outcome: 'wrong_code' }
  | TooMany
  | Busy

interface Typed {
  code: string
  password: string
}

/**
 * Sets a new password and revokes all sessions of the account, of every model (ASVS 7.4.3). Starts no session: the user
 * logs in with the new password, so an attacker who has only the mail does not get past the login's own checks.
 * @throws {UnavailableError} when nothing has changed
 */
export function resetPassword(typed: Typed, client: Client, now: number): Promise<PasswordReset> {
  // feature: second-factor
  const tellOwner = (userId: string, { hasLostFactor }: Recovered) =>
    toRow({ kind: 'password_changed', userId, at: now, ip: client.ip, hasLostFactor })
  // end, otherwise: const tellOwner = (userId: string) => toRow({ kind: 'password_changed', userId, at: now, ip: client.ip })
  return recover(typed, client, now, {
    isLive: async (codeHash) => (await findLinkPurpose(codeHash)) === 'reset',
    write: (row) => resetPasswordRow({ ...row, tell: tellOwner }),
  })
}

/**
 * Undoes a change of the address. The person who changed it may know the password, so the same form sets a new one; the
 * sessions end as they do after a reset. @throws {UnavailableError} when nothing has changed
 */
export function undoAddressChange(typed: Typed, client: Client, now: number): Promise<PasswordReset> {
  return recover(typed, client, now, {
    isLive: isUndoLive,
    write: (row) => undoChangeRow({ ...row, tell: (addresses) => tellBoth(addresses, client, now) }),
  })
}

function tellBoth({ userId, from, to }: Addresses, { ip }: Client, at: number) {
  const letter = { kind: 'address', userId, at, ip, undoCode: null } as const
  const restored = toRow({ ...letter, event: 'restored', to })
  return Promise.all(from === to ? [restored] : [restored, toRow({ ...letter, event: 'removed', to: from })])
}

interface Way {
  isLive: (codeHash: Hash) => Promise<boolean>
  write: (row: RecoveryRow) => Promise<{ userId: string; generation: number } | null>
}

async function recover({ code, password }: Typed, client: Client, now: number, way: Way): Promise<PasswordReset> {
  const place = await takeRecoveryCode(client)
  if (place.outcome === 'too_many') return place

  const codeHash = sha256(code)
  // Before the slow hash, so that a request with an invented code costs one query.
  if (!(await way.isLive(codeHash))) return { outcome: 'wrong_code' }

  const passwordHash = await hashInTurn({ client, taken: place }, () => hashPassword(password))
  if (passwordHash === null) return { outcome: 'busy' }

  const done = await way.write({ codeHash, passwordHash, by: client, now: toDate(now) })
  if (!done) return { outcome: 'wrong_code' }

  const told = await tell(() => raiseGeneration(done.userId, done.generation))
  return told === 'ended' ? { outcome: 'reset' } : { outcome: 'unfinished' }
}

/**
 * Publishes again what a link has done and what could not be published. The code has been used; it changes nothing any more.
 * @returns `unfinished` after too many codes from this network: the form keeps its retry @throws {UnavailableError}
 */
export async function publishReset(code: string, client: Client): Promise<'reset' | 'wrong_code' | 'unfinished'> {
  const place = await takeRecoveryCode(client)
  if (place.outcome === 'too_many') return 'unfinished'

  const userId = await findUserOfUsedLink(sha256(code))
  if (userId === null) return 'wrong_code'

  await publishCutOff(userId)
  return 'reset'
}
