import 'server-only'
import { findFactors, isProtectedBy } from '@/lib/db/second-factor/factors' // feature: second-factor
import { isFactorRequired } from '@/lib/db/second-factor/required' // feature: required-factor
import {
  type Access, // feature: second-factor
  findLogin,
} from '@/lib/db/users'
import { env } from '@/lib/env'
import { type Destination, routes } from '@/lib/routes' // feature: second-factor
import { isPassword } from '@/lib/server/account/passwords'
import { audit } from '@/lib/server/audit'
import type { TooMany } from '@/lib/server/limits/bucket'
import { takeGuess } from '@/lib/server/limits/guess'
import { type Busy, hashInTurn, logInInTurn } from '@/lib/server/limits/turns'
import { recordAsked } from '@/lib/server/second-factor/asked' // feature: second-factor
import { issueChallenge } from '@/lib/server/second-factor/challenge' // feature: second-factor
import { type Arriving, beginSession } from '@/lib/server/sessions/log-in'
import type { IssuedCookie } from '@/lib/session/cookies'

export interface LoginAttempt extends Arriving {
  email: string
  password: string
  // feature: second-factor
  /** Where the login leads. */
  next?: Destination
  // end
}

/** The answer does not say whether e-mail, password or account was wrong (prevents user enumeration). */
export type LoginAnswer =
  | { outcome: 'logged_in'; cookies: IssuedCookie[] }
  // feature: second-factor
  /** The password was right, and the account has a second factor: no session has started. */
  | { outcome: 'challenged'; cookies: IssuedCookie[] }
  // end
  | { outcome: 'wrong_credentials' }
  | TooMany
  | Busy

/** @throws {UnavailableError} when nothing was issued; the login can be retried */
export async function logIn(attempt: LoginAttempt, now: number): Promise<LoginAnswer> {
  return (await logInInTurn(attempt.client, () => logInNow(attempt, now))) ?? { outcome: 'busy' }
}

async function logInNow(attempt: LoginAttempt, now: number): Promise<LoginAnswer> {
  const { email, client } = attempt
  const login = await findLogin(email)
  const guess = await takeGuess({ email }, login?.access ?? null, attempt, now)
  if (guess.outcome === 'too_many') return guess

  const comparing = () => isPassword(login?.passwordHash ?? null, attempt.password)
  const matches = await hashInTurn({ client, taken: guess }, comparing)
  if (matches === null) return { outcome: 'busy' }
  if (!login || !matches) return refuse(attempt, login?.access.userId)
  await guess.giveBack()

  // feature: second-factor
  // Asked after the counters were read: if the factor is turned on in between, these counters are out of date.
  if (isProtectedBy(await findFactors(login.access.userId))) return challenge(attempt, login.access, now)

  // end
  // feature: required-factor
  // Asked after the counters were read, for the same reason.
  const lacksFactor = await isFactorRequired(login.access.role)
  const cookies = await beginSession({ ...attempt, lacksFactor }, login.access, ['pwd'], now)
  // end, otherwise: const cookies = await beginSession(attempt, login.access, ['pwd'], now)
  return cookies ? { outcome: 'logged_in', cookies } : refuse(attempt, login.access.userId)
}

// feature: second-factor
async function challenge(attempt: LoginAttempt, access: Access, now: number): Promise<LoginAnswer> {
  const { persistent = true, next = routes.dashboard } = attempt
  const login = {
    ...{ access, persistent, next },
    model: attempt.model, // model: several
  }
  const issued = await issueChallenge(login, now)
  const { client, device } = attempt
  await recordAsked(
    {
      ...{ owner: access, client, device },
      challengeId: issued.id, // feature: mail
      model: attempt.model, // model: several
    },
    now,
  )
  return { outcome: 'challenged', cookies: [issued.cookie] }
}

// end
async function refuse(attempt: LoginAttempt, userId?: string): Promise<LoginAnswer> {
  const { model, client } = attempt
  await audit({ kind: 'login_failed', model, ...(userId ? { userId } : {}), ...client })
  return { outcome: 'wrong_credentials' }
}

/** Whether the login page may show the accounts that a development database is seeded with (ASVS 6.3.2). */
export const hasSeededPeople = () => env().NODE_ENV !== 'production'
