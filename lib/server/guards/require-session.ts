import 'server-only'
import { forbidden, redirect } from 'next/navigation'
import { type Destination, loginPath, routes } from '@/lib/routes'
import { getProfile } from '@/lib/server/account/profile'
import { isMarkOf } from '@/lib/server/guards/account-mark'
import { currentCheck, currentlyPresented } from '@/lib/server/guards/current'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { type AllowedVisitor, checkInPostgres, type Visitor } from '@/lib/server/sessions/check-visitor'
import { isPermitted, type Permission } from '@/lib/session/permissions'
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

/** Whom a guard of actions lets through. */
export type Admitted = AllowedVisitor & { ok: true }

/**
 * Why an action does not begin. An action sends it back as its own answer.
 * `loggedInAs`: the e-mail address of the account that is logged in now, where it could be read.
 */
export type Refused =
  | { ok: false; outcome: 'ended' | 'unavailable' }
  | { ok: false; outcome: 'other_account'; loggedInAs: string | null }

/**
 * For actions, strictly: an outcome where a page would redirect or throw, so that the form keeps what was typed.
 * @param form must come from a page that was rendered for the account that is logged in now
 */
export async function getVisitor(form: FormData): Promise<Admitted | Refused> {
  const { visitor } = await currentCheck('strict')
  return meantFor(visitor, form)
}

/** For actions that only end things: with Redis away they ask Postgres instead, and end what they were asked to. */
export async function getVisitorWhoEnds(form: FormData): Promise<Admitted | Refused> {
  // Once: an action's check is not remembered, so that the second one would ask Redis again.
  const { visitor, now } = await currentCheck('strict')
  const isRedisAway = visitor.verdict === 'unavailable' && visitor.reason.store === 'redis'
  return meantFor(isRedisAway ? await checkInPostgres(await currentlyPresented(), now) : visitor, form)
}

async function meantFor(visitor: Visitor, form: FormData): Promise<Admitted | Refused> {
  if (visitor.verdict === 'unavailable') return { ok: false, outcome: 'unavailable' }
  if (visitor.verdict !== 'allowed') return { ok: false, outcome: 'ended' }

  const { userId } = visitor.session
  if (isMarkOf(userId, form.get('account'))) return { ok: true, ...visitor }
  const profile = await orUnavailable(() => getProfile(userId), null)
  return { ok: false, outcome: 'other_account', loggedInAs: profile?.email ?? null }
}

/** For public pages, which greet a visitor but do not depend on it: null also when a store is away. */
export async function getSession(): Promise<Session | null> {
  const { visitor } = await currentCheck()
  return visitor.verdict === 'allowed' ? visitor.session : null
}

/** Whether a store did not answer when `getSession` asked. Its null then says nothing about the visitor. */
export async function isSessionUnknown(): Promise<boolean> {
  const { visitor } = await currentCheck()
  return visitor.verdict === 'unavailable'
}

/**
 * The first line of a page that not everyone may see: a stranger is sent to log in, and from there back to `next`;
 * whoever lacks the permission gets the 403 page.
 * @throws {UnavailableError} when a store is away
 */
export async function requirePermission(permission: Permission, next: Destination): Promise<Session> {
  const session = await requireSession({ next, check: 'strict' })
  if (!isPermitted(session.role, permission)) forbidden()
  return session
}

type Permitted = Admitted | Refused | { ok: false; outcome: 'forbidden' }

/** The same for actions: an outcome where a page would redirect, refuse or throw, so that the form keeps what was typed. */
export async function getPermitted(permission: Permission, form: FormData): Promise<Permitted> {
  return permit(await getVisitor(form), permission)
}

/** For actions that only end things, with Redis away too. */
export async function getPermittedWhoEnds(permission: Permission, form: FormData): Promise<Permitted> {
  return permit(await getVisitorWhoEnds(form), permission)
}

function permit(visitor: Admitted | Refused, permission: Permission): Permitted {
  if (!visitor.ok) return visitor
  return isPermitted(visitor.session.role, permission) ? visitor : { ok: false, outcome: 'forbidden' }
}
