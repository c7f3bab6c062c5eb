import 'server-only'
import { forbidden, redirect } from 'next/navigation'
import { type Destination, loginPath, routes } from '@/lib/routes'
import { getProfile } from '@/lib/server/account/profile'
import { isMarkOf } from '@/lib/server/guards/account-mark'
import { currentCheck, currentlyPresented } from '@/lib/server/guards/current'
import { orUnavailable } from '@/lib/server/or-unavailable'
import { type AllowedVisitor, checkInPostgres, type Visitor } from '@/lib/server/sessions/check-visitor'
import { publishCutOff } from '@/lib/server/sessions/revoke-all'
import { isPermitted, type Permission } from '@/lib/session/permissions'
import type { Session } from '@/lib/session/session'

interface Requirement {
  /** The page to return to after a login. */
  next?: Destination
  /** By default the mode in REVOCATION_MODE. */
  check?: 'strict'
}

/**
 * The first line of every page that needs a login. Redirects an unauthenticated request to the login page, and from
 * there back to `next`.
 * @throws {UnavailableError} when a store is unavailable: this says nothing about the visitor
 */
export async function requireSession({ next = routes.dashboard, check }: Requirement = {}): Promise<Session> {
  const { visitor } = await currentCheck(check)
  if (visitor.verdict === 'unavailable') throw visitor.reason
  if (visitor.verdict !== 'allowed') redirect(loginPath(next))

  // feature: required-factor
  // The page that sets the missing second factor up is the only one.
  if (visitor.session.lacksFactor && next !== routes.security) redirect(routes.security)
  // end
  return visitor.session
}

/** A visitor whom a guard of actions has accepted. */
export type Admitted = AllowedVisitor & { ok: true }

/**
 * Why an action does not begin. An action returns it as its own answer.
 * `loggedInAs`: the e-mail address of the account that is logged in now, where it could be read.
 */
export type Refused =
  | { ok: false; outcome: 'ended' | 'unavailable' }
  | { ok: false; outcome: 'other_account'; loggedInAs: string | null }

/**
 * For actions, always strict: returns an outcome where a page would redirect or throw, so that the form keeps its
 * fields.
 * @param form must come from a page that was rendered for the account that is logged in now
 */
export async function getVisitor(form: FormData): Promise<Admitted | Refused> {
  const { visitor } = await currentCheck('strict')
  // feature: required-factor
  return withFactor(await meantFor(visitor, form))
  // end, otherwise: return meantFor(visitor, form)
}

// feature: second-factor
/** For the actions that add a second factor: also for a session that still lacks the one that its role needs. */
export async function getVisitorWhoAdds(form: FormData): Promise<Admitted | Refused> {
  const { visitor } = await currentCheck('strict')
  return meantFor(visitor, form)
}
// end

/** For actions that only end sessions: while Redis is unavailable they ask Postgres instead, and still end the session. */
export async function getVisitorWhoEnds(form: FormData): Promise<Admitted | Refused> {
  // Checked once: React caches no check within an action, so a second one would ask Redis again.
  const { visitor, now } = await currentCheck('strict')
  const isRedisAway = visitor.verdict === 'unavailable' && visitor.reason.store === 'redis'
  const known = isRedisAway ? await checkInPostgres(await currentlyPresented(), now) : visitor
  // feature: required-factor
  return withFactor(await meantFor(known, form))
  // end, otherwise: return meantFor(known, form)
}

// feature: required-factor
/** Refuses a session that lacks the second factor of its role: redirects to the page that sets it up, which has no such form. */
function withFactor(visitor: Admitted | Refused): Admitted | Refused {
  return visitor.ok && visitor.session.lacksFactor ? redirect(routes.security) : visitor
}
// end

/**
 * The retry of a change that has revoked the other sessions of the account, and could not publish that. The change is
 * made by then and is not made again, so this needs no re-authentication. Idempotent.
 */
export async function publishAgain(form: FormData): Promise<Refused | { outcome: 'changed' | 'unfinished' }> {
  const visitor = await getVisitorWhoEnds(form)
  if (!visitor.ok) return visitor

  const isPublished = await orUnavailable(() => publishCutOff(visitor.session.userId).then(() => true), false)
  return { outcome: isPublished ? 'changed' : 'unfinished' }
}

async function meantFor(visitor: Visitor, form: FormData): Promise<Admitted | Refused> {
  if (visitor.verdict === 'unavailable') return { ok: false, outcome: 'unavailable' }
  if (visitor.verdict !== 'allowed') return { ok: false, outcome: 'ended' }

  const { userId } = visitor.session
  if (isMarkOf(userId, form.get('account'))) return { ok: true, ...visitor }
  const profile = await orUnavailable(() => getProfile(userId), null)
  return { ok: false, outcome: 'other_account', loggedInAs: profile?.email ?? null }
}

/** For public pages that greet the visitor: null also when a store is unavailable. */
export async function getSession(): Promise<Session | null> {
  const { visitor } = await currentCheck()
  return visitor.verdict === 'allowed' ? visitor.session : null
}

/** Whether a store was unavailable when `getSession` asked. Its null then says nothing about the visitor. */
export async function isSessionUnknown(): Promise<boolean> {
  const { visitor } = await currentCheck()
  return visitor.verdict === 'unavailable'
}

/**
 * The first line of a page that requires a permission. Redirects an unauthenticated request to the login page, and from
 * there back to `next`; a visitor without the permission gets the 403 page.
 * @throws {UnavailableError} when a store is unavailable
 */
export async function requirePermission(permission: Permission, next: Destination): Promise<Session> {
  const session = await requireSession({ next, check: 'strict' })
  if (!isPermitted(session.role, permission)) forbidden()
  return session
}

type Permitted = Admitted | Refused | { ok: false; outcome: 'forbidden' }

/** The same for actions: returns an outcome where a page would redirect, refuse or throw, so that the form keeps its fields. */
export async function getPermitted(permission: Permission, form: FormData): Promise<Permitted> {
  return permit(await getVisitor(form), permission)
}

/** For actions that only end sessions, also while Redis is unavailable. */
export async function getPermittedWhoEnds(permission: Permission, form: FormData): Promise<Permitted> {
  return permit(await getVisitorWhoEnds(form), permission)
}

function permit(visitor: Admitted | Refused, permission: Permission): Permitted {
  if (!visitor.ok) return visitor
  return isPermitted(visitor.session.role, permission) ? visitor : { ok: false, outcome: 'forbidden' }
}
