import 'server-only'
import { type Access, findOwnLogin } from '@/lib/db/users'
import { env } from '@/lib/env'
import { isPassword } from '@/lib/server/account/passwords'
import { audit } from '@/lib/server/audit'
import type { TooMany } from '@/lib/server/limits/bucket'
import { type Guesser, takeGuess } from '@/lib/server/limits/guess'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { rotateSessionId } from '@/lib/server/sessions/rotate-id'
import { clockTolerance } from '@/lib/session/deadlines'
import { askCutOffs, isCutOff } from '@/lib/session/revocation/ask'
import type { Session } from '@/lib/session/session'

/** `ended`: cut off, disabled or deleted since the check. */
export type NotProven = { outcome: 'wrong_password' | 'ended' } | TooMany

/** The hash that was compared, and the counters that were read with it. */
export type Proof = { outcome: 'proven'; access: Access; passwordHash: string } | NotProven

/**
 * Whether whoever holds this session knows the account's password: a stolen cookie does not. Guesses are limited as at a
 * login (ASVS 6.3.1). @throws {UnavailableError}
 */
export async function provePassword(
  { session, credential }: AllowedVisitor,
  password: string,
  guesser: Guesser,
  now: number,
): Promise<Proof> {
  // Redis before anything is written, as at a login: while it is away nobody could be told that the old id has ended.
  const [login, cutOffs] = await Promise.all([findOwnLogin(session.userId), askCutOffs(session.userId)])
  // Whatever is issued next carries the counters read here: somebody cut off must not come back by them.
  if (!login || isCutOff(credential, login.access) || isCutOff(login.access, cutOffs)) return { outcome: 'ended' }

  const guess = await takeGuess({ userId: login.access.userId }, login.access, guesser, now)
  if (guess.outcome === 'too_many') return guess

  if (await isPassword(login.passwordHash, password)) {
    await guess.giveBack()
    return { outcome: 'proven', ...login }
  }
  const { id: sessionId, userId, model } = session
  await audit({ kind: 'step_up_failed', userId, sessionId, model, ...guesser.client })
  return { outcome: 'wrong_password' }
}

/** Whether the password was proven lately enough for something sensitive. Not when that is unknown, or yet to come. */
export function isRecent({ authenticatedAt }: Pick<Session, 'authenticatedAt'>, now: number): boolean {
  return authenticatedAt <= now + clockTolerance && now < authenticatedAt + env().STEP_UP_SECONDS
}

/** `reopened`: the visitor to go on with, whose cookies are the caller's to set. */
export type StepUp = { outcome: 'reopened'; visitor: AllowedVisitor } | NotProven

/** The visitor proves the password again, and the session gets a new id and secret (ASVS 7.2.4). @throws {UnavailableError} */
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
