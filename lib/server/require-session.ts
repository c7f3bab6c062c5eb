import 'server-only'
import { redirect } from 'next/navigation'
import { type Destination, loginPath, routes } from '@/lib/routes'
import type { AllowedVisitor } from '@/lib/server/check-visitor'
import { currentCheck } from '@/lib/server/current-check'
import type { Session } from '@/lib/session/session'

/**
 * The first line of every page and action that needs a login. Redirects a stranger to the login page, and from there
 * back to `next`.
 * @throws {UnavailableError} when a store is away: not an answer about the visitor
 */
export async function requireSession(next: Destination = routes.dashboard): Promise<Session> {
  return (await requireVisitor(next)).session
}

/** The same with the credential, for what changes it: session data. @throws {UnavailableError} */
export async function requireVisitor(next: Destination = routes.dashboard): Promise<AllowedVisitor> {
  const { visitor } = await currentCheck()
  if (visitor.verdict === 'unavailable') throw visitor.reason
  return visitor.verdict === 'allowed' ? visitor : redirect(loginPath(next))
}

/** For public pages, which greet a visitor but do not depend on it: null also when a store is away. */
export async function peekSession(): Promise<Session | null> {
  const { visitor } = await currentCheck()
  return visitor.verdict === 'allowed' ? visitor.session : null
}
