// feature: second-factor (this file)
import 'server-only'
import type { Destination } from '@/lib/routes'
import type { TooMany } from '@/lib/server/limits/bucket'
import { type Busy, logInInTurn } from '@/lib/server/limits/turns'
import {
  deleteChallenge,
  destinationOf,
  expiryOf,
  getChallengedAccess,
  openChallenge,
} from '@/lib/server/second-factor/challenge'
import type { Ceremony } from '@/lib/server/second-factor/passkey-challenges'
import { provePasskey } from '@/lib/server/second-factor/prove-passkey'
import { type Arriving, beginSession } from '@/lib/server/sessions/log-in'
import type { IssuedCookie } from '@/lib/session/cookies'
import { toDate } from '@/lib/time'

export interface PasskeyLoginAttempt extends Arriving {
  /** JSON of the browser's answer. */
  assertion: string
  ceremony: Ceremony
}

export type PasskeyLoginAnswer =
  | { outcome: 'logged_in'; cookies: IssuedCookie[] }
  | { outcome: 'wrong_passkey' }
  | TooMany
  | Busy

/**
 * Logs in the user of a passkey, without an address and without a password: the passkey is two factors, the device and
 * the PIN or biometrics that it asks for. @throws {UnavailableError} when nothing was issued; the login can be retried
 */
export async function logInWithPasskey(login: PasskeyLoginAttempt, now: number): Promise<PasskeyLoginAnswer> {
  return (await logInInTurn(login.client, () => logInNow(login, now))) ?? { outcome: 'busy' }
}

async function logInNow(
  { assertion, ceremony, ...arriving }: PasskeyLoginAttempt,
  now: number,
): Promise<PasskeyLoginAnswer> {
  const { client } = arriving
  const proof = await provePasskey({ assertion, ceremony, client, owner: null, answered: null }, now)
  if (proof.outcome !== 'proven') return proof

  const cookies = await beginSession(arriving, proof.access, [proof.method, 'mfa'], now)
  return cookies ? { outcome: 'logged_in', cookies } : { outcome: 'wrong_passkey' }
}

export interface PasskeyStepAttempt extends Omit<PasskeyLoginAttempt, 'persistent' | 'model'> {
  /** The challenge cookie of the login, unopened. */
  challenge: string | null
}

/** `expired`: the login is forged, too old, or the sessions of the account were revoked since the password was compared. */
export type PasskeySecondStep =
  | { outcome: 'logged_in'; cookies: IssuedCookie[]; next: Destination }
  | { outcome: 'wrong_passkey' | 'expired' }
  | TooMany

/**
 * Completes a login whose password was right, with a passkey of the same account.
 * @throws {UnavailableError} when no session has started; the login can be retried from its beginning
 */
export async function answerChallengeWithPasskey(step: PasskeyStepAttempt, now: number): Promise<PasskeySecondStep> {
  const { challenge: cookie, assertion, ceremony, ...browser } = step
  const challenge = await openChallenge(cookie, now)
  const access = challenge && (await getChallengedAccess(challenge))
  if (!access) return { outcome: 'expired' }

  const { id, userId: owner, persistent } = challenge
  const answered = { id, expiresAt: toDate(expiryOf(challenge)) }
  const proof = await provePasskey({ assertion, ceremony, client: browser.client, owner, answered }, now)
  if (proof.outcome !== 'proven') return proof

  const arriving = {
    ...browser,
    persistent,
    model: challenge.model, // model: several
  }
  const cookies = await beginSession(arriving, access, ['pwd', proof.method, 'mfa'], now)
  if (!cookies) return { outcome: 'expired' }
  return { outcome: 'logged_in', cookies: [...cookies, deleteChallenge()], next: destinationOf(challenge) }
}
