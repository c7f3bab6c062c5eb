import 'server-only'
import { changePasswordRow } from '@/lib/db/cut-off'
import type { Access } from '@/lib/db/users'
import { hashPassword } from '@/lib/server/account/passwords'
import { type NotProven, provePassword } from '@/lib/server/account/re-authenticate'
import { audit } from '@/lib/server/audit'
import { rememberDevice } from '@/lib/server/limits/device'
import type { Guesser } from '@/lib/server/limits/guess'
import { orUnavailable } from '@/lib/server/or-unavailable'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { tell } from '@/lib/server/sessions/publish'
import { rotateSessionId } from '@/lib/server/sessions/rotate-id'
import type { IssuedCookie } from '@/lib/session/cookies'
import { raiseGeneration } from '@/lib/session/revocation/write'
import { toDate } from '@/lib/time'

/**
 * `unfinished`: changed as a fact, but Redis could not be told. `logged_out`: changed, but this session could not go on.
 */
export type PasswordChange =
  | { outcome: 'changed' | 'unfinished'; cookies: readonly IssuedCookie[] }
  | { outcome: 'logged_out' }
  | NotProven

/**
 * By whoever knows the current password (ASVS 6.2.3, 7.5.1), however recently it was proven. Ends every other session, of
 * every model, and starts this one anew (ASVS 7.4.3). @throws {UnavailableError} when nothing has changed
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
  const generation = await changePasswordRow({
    userId: access.userId,
    passwordHash: await hashPassword(wanted),
    was: { passwordHash, generation: access.generation },
    keeping: visitor.session.id, // model: stored, signed
    by: { sessionStartedAt: toDate(visitor.session.startedAt), ...guesser.client }, // feature: notice
    now: toDate(now),
  })
  // Whoever was quicker has cut off this session too.
  if (generation === null) return { outcome: 'ended' }

  const told = await tell(() => raiseGeneration(access.userId, generation))
  const reopened = await goOn(visitor, { ...access, generation }, guesser, now)
  if (!reopened) return { outcome: 'logged_out' }

  // The device cookies of every browser ended with the old password. This browser gets a new one.
  const device = await rememberDevice(guesser.device, { userId: access.userId, generation }, now)
  return { outcome: told === 'ended' ? 'changed' : told, cookies: [...reopened.cookies, ...device] }
}

/** The password is changed by now, whatever becomes of this. */
async function goOn(visitor: AllowedVisitor, access: Access, { client }: Guesser, now: number) {
  const reopening = () => rotateSessionId(visitor.credential, access, { client, now, authenticatedAt: now })
  const reopened = await orUnavailable(reopening, null, 'session_not_reopened')

  const { id: sessionId, userId, model } = (reopened ?? visitor).session
  await audit({ kind: 'password_changed', userId, sessionId, model, ...client })
  return reopened
}
