// feature: second-factor (this file)
import 'server-only'
import type { Destination } from '@/lib/routes'
import type { TooMany } from '@/lib/server/limits/bucket'
import {
  deleteChallenge,
  destinationOf,
  expiryOf,
  getChallengedAccess,
  openChallenge,
} from '@/lib/server/second-factor/challenge'
import { type CodeKind, spendCode } from '@/lib/server/second-factor/spend-code'
import { type Arriving, beginSession } from '@/lib/server/sessions/log-in'
import type { Method } from '@/lib/session/assurance'
import type { IssuedCookie } from '@/lib/session/cookies'
import { toDate } from '@/lib/time'

export interface ChallengeAnswer extends Omit<Arriving, 'persistent' | 'model'> {
  /** The challenge cookie, unopened. */
  challenge: string | null
  /** As typed. */
  code: string
}

/** `expired`: forged, too old, answered before, or the sessions of the account were revoked since the password was compared. */
export type SecondStep =
  | { outcome: 'logged_in'; cookies: IssuedCookie[]; next: Destination }
  | { outcome: 'wrong_code' | 'expired' }
  | TooMany

const methodOf: Readonly<Record<CodeKind, Method>> = { app: 'otp', recovery: 'recovery' }

/**
 * Completes a login whose password was right. The session starts with the role and the counters of now, and not at all
 * when all sessions were revoked since the password was compared.
 * @throws {UnavailableError} when no session has started; the login can be retried from its beginning
 */
export async function answerChallenge(answer: ChallengeAnswer, now: number): Promise<SecondStep> {
  const { challenge: cookie, code, ...browser } = answer
  const challenge = await openChallenge(cookie, now)
  const access = challenge && (await getChallengedAccess(challenge))
  if (!access) return { outcome: 'expired' }

  const { id, userId, persistent } = challenge
  const answered = { id, expiresAt: toDate(expiryOf(challenge)) }
  const used = await spendCode({ userId, typed: code, client: browser.client, answered }, now)
  if (used.outcome !== 'right') return used

  const arriving = {
    ...{ ...browser, persistent },
    model: challenge.model, // model: several
  }
  const cookies = await beginSession(arriving, access, ['pwd', methodOf[used.kind], 'mfa'], now)
  if (!cookies) return { outcome: 'expired' }
  return { outcome: 'logged_in', cookies: [...cookies, deleteChallenge()], next: destinationOf(challenge) }
}
