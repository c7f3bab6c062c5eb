import 'server-only'
import { changePasswordRow } from '@/lib/db/cut-off'
import type { Access } from '@/lib/db/users'
import { hashPassword } from '@/lib/server/account/passwords'
import { type NotProven, provePassword } from '@/lib/server/account/re-authenticate'
import { audit } from '@/lib/server/audit'
import { rememberDevice } from '@/lib/server/limits/device'
import { type Guesser, type TooManyChanges, takeChange } from '@/lib/server/limits/guess'
import { hashInTurn } from '@/lib/server/limits/turns'
import { toRow } from '@/lib/server/mail/letters' // feature: mail
import { isMailOn } from '@/lib/server/mail/smtp' // feature: mail
import { orUnavailable } from '@/lib/server/or-unavailable'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { tell } from '@/lib/server/sessions/end'
import { rotateSessionId } from '@/lib/server/sessions/issue'
import type { IssuedCookie } from '@/lib/session/cookies'
import { raiseGeneration } from '@/lib/session/revocation/write'
import { toDate } from '@/lib/time'

/** `unfinished`: changed, but not published to Redis. `logged_out`: changed, but this session could not be continued. */
export type PasswordChange =
  | { outcome: 'changed' | 'unfinished'; cookies: readonly IssuedCookie[] }
  | { outcome: 'logged_out' }
  | NotProven
  | TooManyChanges

/**
 * Requires the current password (ASVS 6.2.3, 7.5.1), however recently the user re-authenticated. Revokes all other
 * sessions, of every model, and rotates the id of this one (ASVS 7.4.3).
 * @throws {UnavailableError} when nothing has changed
 */
export async function changePassword(
  visitor: AllowedVisitor,
  { current, wanted }: { current: string; wanted: string },
  guesser: Guesser,
  now: number,
): Promise<PasswordChange> {
  const proof = await provePassword(visitor, current, guesser, now)
  if (proof.outcome !== 'proven') return proof

  const { access, passwordHash } = proof
  const taken = await takeChange('passwordChange', access.userId)
  if (taken.outcome === 'too_many_changes') return taken

  const wantedHash = await hashInTurn({ client: guesser.client, taken }, () => hashPassword(wanted))
  if (wantedHash === null) return { outcome: 'busy' }

  const generation = await changePasswordRow({
    userId: access.userId,
    passwordHash: wantedHash,
    was: { passwordHash, generation: access.generation },
    keeping: visitor.session.id, // model: stored, signed
    by: { sessionStartedAt: toDate(visitor.session.startedAt), ...guesser.client }, // feature: notice
    mail: await tellOwner(access.userId, guesser, now), // feature: mail
    now: toDate(now),
  })
  // A concurrent change was faster and has revoked this session too.
  if (generation === null) return { outcome: 'ended' }

  const told = await tell(() => raiseGeneration(access.userId, generation))
  const reopened = await goOn(visitor, { ...access, generation }, guesser, now)
  if (!reopened) return { outcome: 'logged_out' }

  // The new generation invalidates the device cookies of every browser. This browser gets a new one.
  const device = await rememberDevice(guesser.device, { userId: access.userId, generation }, now)
  return { outcome: told === 'ended' ? 'changed' : told, cookies: [...reopened.cookies, ...device] }
}

// feature: mail
async function tellOwner(userId: string, { client }: Guesser, now: number) {
  return isMailOn() ? toRow({ kind: 'password_changed', userId, at: now, ip: client.ip }) : null
}

// end
/** Continues this session under a new id. The password stays changed even if this fails. */
async function goOn(visitor: AllowedVisitor, access: Access, { client }: Guesser, now: number) {
  const reopening = () => rotateSessionId(visitor.credential, access, { client, now, authenticatedAt: now })
  const reopened = await orUnavailable(reopening, null, 'session_not_reopened')

  const { id: sessionId, userId, model } = (reopened ?? visitor).session
  await audit({ kind: 'password_changed', userId, sessionId, model, ...client })
  return reopened
}
