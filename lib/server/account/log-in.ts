import 'server-only'
import { findLogin } from '@/lib/db/users'
import { isPassword } from '@/lib/server/account/passwords'
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/http/client'
import type { TooMany } from '@/lib/server/limits/bucket'
import { rememberDevice } from '@/lib/server/limits/device'
import { takeGuess } from '@/lib/server/limits/guess'
import { endSession } from '@/lib/server/sessions/end'
import { startSession } from '@/lib/server/sessions/start'
import type { IssuedCookie } from '@/lib/session/cookies'
import { deleteOthers } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import { openCookies } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'

export interface LoginAttempt {
  email: string
  password: string
  model: Model // model: several
  /** What the browser still had: a login replaces it, whichever model, so that nobody can fixate a session. */
  presented: Presented
  client: Client
  /** The device cookie, unopened: somebody who has logged in here before is not refused for what others try. */
  device: string | null
}

/** Which of e-mail, password or account was wrong is nobody's business. */
export type LoginAnswer = { outcome: 'logged_in'; cookies: IssuedCookie[] } | { outcome: 'wrong_credentials' } | TooMany

/** @throws {UnavailableError} nothing was issued; the same attempt may be made again */
export async function logIn(attempt: LoginAttempt, now: number): Promise<LoginAnswer> {
  const { email, client, device } = attempt
  const login = await findLogin(email)
  const guess = await takeGuess({ email }, login?.access ?? null, attempt, now)
  if (guess.outcome === 'too_many') return guess

  const matches = await isPassword(login?.passwordHash ?? null, attempt.password)
  if (!login || !matches) return refuse(attempt, login?.access.userId)
  await guess.giveBack()

  const replaced = await openCookies(attempt.presented, now)
  const replacing = replaced.map(({ sessionId }) => sessionId)
  const started = await startSession(attempt.model, login.access, { client, now, replacing })
  if (!started) return refuse(attempt, login.access.userId)

  // After the new one has started: a login that fails halfway must not log anyone out.
  for (const credential of replaced) await endSession(credential, 'replaced', now)
  const { session, cookies } = started
  await audit({ kind: 'login', userId: session.userId, sessionId: session.id, model: session.model, ...client })
  const proof = await rememberDevice(device, login.access, now)
  return { outcome: 'logged_in', cookies: [...cookies, ...deleteOthers(cookies), ...proof] }
}

async function refuse(attempt: LoginAttempt, userId?: string): Promise<LoginAnswer> {
  const { model, client } = attempt
  await audit({ kind: 'login_failed', model, ...(userId ? { userId } : {}), ...client })
  return { outcome: 'wrong_credentials' }
}
