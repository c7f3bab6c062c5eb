import 'server-only'
import { findLogin } from '@/lib/db/users'
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/client'
import { endSession } from '@/lib/server/end-session'
import { isPassword } from '@/lib/server/passwords'
import { startSession } from '@/lib/server/start-session'
import type { IssuedCookie } from '@/lib/session/cookies'
import { deleteOthers } from '@/lib/session/cookies'
import type { Model } from '@/lib/session/models'
import { openCookies } from '@/lib/session/open'
import type { Presented } from '@/lib/session/presented'

export interface LoginAttempt {
  email: string
  password: string
  model: Model
  /** What the browser still had: a login replaces it, whichever model, so that nobody can fixate a session. */
  presented: Presented
  client: Client
}

/**
 * @returns the cookies to set, or null: which of e-mail, password or account was wrong is nobody's business
 * @throws {UnavailableError} nothing was issued; the same attempt may be made again
 */
export async function logIn(attempt: LoginAttempt, now: number): Promise<IssuedCookie[] | null> {
  const login = await findLogin(attempt.email)
  const matches = await isPassword(login?.passwordHash ?? null, attempt.password)
  if (!login || !matches) return refuse(attempt, login?.access.userId)

  const replaced = await openCookies(attempt.presented, now)
  const replacing = replaced.map(({ sessionId }) => sessionId)
  const started = await startSession(attempt.model, login.access, { client: attempt.client, now, replacing })
  if (!started) return refuse(attempt, login.access.userId)

  // After the new one has started: a login that fails halfway must not log anyone out.
  for (const credential of replaced) await endSession(credential, 'replaced', now)
  const { session, cookies } = started
  await audit({ kind: 'login', userId: session.userId, sessionId: session.id, model: session.model, ...attempt.client })
  return [...cookies, ...deleteOthers(cookies)]
}

async function refuse({ model, client }: LoginAttempt, userId?: string): Promise<null> {
  await audit({ kind: 'login_failed', model, ...(userId ? { userId } : {}), ...client })
  return null
}
