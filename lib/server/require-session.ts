import 'server-only'
import { redirect } from 'next/navigation'
import { type Destination, loginPath, routes } from '@/lib/routes'
import { type AllowedVisitor, checkInPostgres, type Visitor } from '@/lib/server/check-visitor'
import { currentCheck } from '@/lib/server/current-check'
import { currentlyPresented } from '@/lib/server/current-request'
import type { Session } from '@/lib/session/session'

interface Requirement {
  /** Where a login leads back to. */
  next?: Destination
  /** Without it, as REVOCATION_MODE says. */
  check?: 'strict'
}

/**
 * The first line of every page that needs a login. Redirects a stranger to the login page, and from there back to `next`.
 * @throws {UnavailableError} when a store is away: not an answer about the visitor
 */
export async function requireSession({ next = routes.dashboard, check }: Requirement = {}): Promise<Session> {
  const { visitor } = await currentCheck(check)
  if (visitor.verdict === 'unavailable') throw visitor.reason
  return visitor.verdict === 'allowed' ? visitor.session : redirect(loginPath(next))
}

/** For actions, strictly: a word where a page would redirect or throw, so that the form keeps what was typed. */
export async function getVisitor(): Promise<AllowedVisitor | 'ended' | 'unavailable'> {
  const { visitor } = await currentCheck('strict')
  return inOneWord(visitor)
}

/** For actions that only end things: with Redis away they ask Postgres instead, and end what they were asked to. */
export async function getVisitorWhoEnds(): Promise<AllowedVisitor | 'ended' | 'unavailable'> {
  // Once: an action's check is not remembered, so that the second one would ask Redis again.
  const { visitor, now } = await currentCheck('strict')
  const isRedisAway = visitor.verdict === 'unavailable' && visitor.reason.store === 'redis'
  return inOneWord(isRedisAway ? await checkInPostgres(await currentlyPresented(), now) : visitor)
}

function inOneWord(visitor: Visitor): AllowedVisitor | 'ended' | 'unavailable' {
  if (visitor.verdict === 'unavailable') return 'unavailable'
  return visitor.verdict === 'allowed' ? visitor : 'ended'
}

/** For public pages, which greet a visitor but do not depend on it: null also when a store is away. */
export async function getSession(): Promise<Session | null> {
  const { visitor } = await currentCheck()
  return visitor.verdict === 'allowed' ? visitor.session : null
}
