import 'server-only'
import { type Access, findOwnLogin } from '@/lib/db/users'
import { env } from '@/lib/env'
import { isPassword } from '@/lib/server/account/passwords'
import { audit } from '@/lib/server/audit'
import type { TooMany } from '@/lib/server/limits/bucket'
import { type Guesser, takeGuess } from '@/lib/server/limits/guess'
import { type Busy, hashInTurn } from '@/lib/server/limits/turns'
import { proveFactor } from '@/lib/server/second-factor/prove-factor' // feature: second-factor
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { rotateSessionId } from '@/lib/server/sessions/issue'
import { clockTolerance } from '@/lib/session/deadlines'
import { askCutOffs, isCutOff } from '@/lib/session/revocation/ask'
import type { Session } from '@/lib/session/session'

/** `ended`: revoked, disabled or deleted since the check. */
export type NotProven = { outcome: 'wrong_password' | 'ended' } | TooMany | Busy

/** The hash that was compared, and the counters that were read with it. */
export type Proof = { outcome: 'proven'; access: Access; passwordHash: string } | NotProven

/**
 * Re-authenticates the visitor (step-up): a stolen cookie does not contain the password. Attempts are limited as at a
 * login (ASVS 6.3.1). @throws {UnavailableError}
 */
export async function provePassword(
  { session, credential }: AllowedVisitor,
  password: string,
  guesser: Guesser,
  now: number,
): Promise<Proof> {
  // Asks Redis before anything is written: while it is unavailable, the end of the old id could not be published.
  const [login, cutOffs] = await Promise.all([findOwnLogin(session.userId), askCutOffs(session.userId)])
  // The next credential carries the counters read here: a revoked session must not get new ones.
  if (!login || isCutOff(credential, login.access) || isCutOff(login.access, cutOffs)) return { outcome: 'ended' }

  const guess = await takeGuess({ userId: login.access.userId }, login.access, guesser, now)
  if (guess.outcome === 'too_many') return guess

  const comparing = () => isPassword(login.passwordHash, password)
  const matches = await hashInTurn({ client: guesser.client, taken: guess }, comparing)
  if (matches === null) return { outcome: 'busy' }
  if (!matches) return refuse(session, guesser)

  // feature: second-factor
  const factor = await proveFactor(session, guesser, now)
  if (factor.outcome !== 'proven') return factor

  // end
  await guess.giveBack()
  return { outcome: 'proven', ...login }
}

async function refuse({ id: sessionId, userId, model }: Session, { client }: Guesser): Promise<NotProven> {
  await audit({ kind: 'step_up_failed', userId, sessionId, model, ...client })
  return { outcome: 'wrong_password' }
}

/** Whether the user re-authenticated recently enough for a sensitive action. False when the time is unknown or in the future. */
export function isRecent({ authenticatedAt }: Pick<Session, 'authenticatedAt'>, now: number): boolean {
  return authenticatedAt <= now + clockTolerance && now < authenticatedAt + env().STEP_UP_SECONDS
}

/** `reopened`: continue with this visitor, and set the visitor's cookies. */
export type StepUp = { outcome: 'reopened'; visitor: AllowedVisitor } | NotProven

/** Re-authenticates the visitor, and rotates the session's id and secret (ASVS 7.2.4). @throws {UnavailableError} */
export async function stepUp(
  visitor: AllowedVisitor,
  password: string,
  guesser: Guesser,
  now: number,
): Promise<StepUp> {
  const proof = await provePassword(visitor, password, guesser, now)
  if (proof.outcome !== 'proven') return proof

  const { client } = guesser
  const reopened = await rotateSessionId(visitor.credential, proof.access, { client, now, authenticatedAt: now })
  if (!reopened) return { outcome: 'ended' }

  const { id: sessionId, userId, model } = reopened.session
  await audit({ kind: 'step_up', userId, sessionId, model, ...client })
  return { outcome: 'reopened', visitor: reopened }
}
