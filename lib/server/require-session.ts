import 'server-only'
import { redirect } from 'next/navigation'
import { UnavailableError } from '@/lib/errors'
import { type Destination, loginPath, routes } from '@/lib/routes'
import { currentCheck } from '@/lib/server/current-check'
import type { Session } from '@/lib/session/session'

/** @throws {UnavailableError} when a store is away: not an answer about the visitor */
export async function getSession(): Promise<Session | null> {
  const { visitor } = await currentCheck()
  if (visitor.verdict === 'unavailable') throw new UnavailableError('redis', visitor)
  return visitor.verdict === 'allowed' ? visitor.session : null
}

/**
 * The first line of every page and action that needs a login. Redirects a stranger to the login page, and from there
 * back to `next`.
 * @throws {UnavailableError}
 */
export async function requireSession(next: Destination = routes.dashboard): Promise<Session> {
  return (await getSession()) ?? redirect(loginPath(next))
}

/** For public pages, which greet a visitor but do not depend on it: null also when a store is away. */
export async function peekSession(): Promise<Session | null> {
  const { visitor } = await currentCheck()
  return visitor.verdict === 'allowed' ? visitor.session : null
}
