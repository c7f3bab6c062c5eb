import 'server-only'
import { forbidden } from 'next/navigation'
import type { Destination } from '@/lib/routes'
import type { AllowedVisitor } from '@/lib/server/check-visitor'
import { getVisitor, getVisitorWhoEnds, type Refused, requireSession } from '@/lib/server/require-session'
import { isPermitted, type Permission } from '@/lib/session/permissions'
import type { Session } from '@/lib/session/session'

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

type Permitted = AllowedVisitor | Refused | { outcome: 'forbidden' }

/** The same for actions: an outcome where a page would redirect, refuse or throw, so that the form keeps what was typed. */
export async function getPermitted(permission: Permission, form: FormData): Promise<Permitted> {
  return permit(await getVisitor(form), permission)
}

/** For actions that only end things, with Redis away too. */
export async function getPermittedWhoEnds(permission: Permission, form: FormData): Promise<Permitted> {
  return permit(await getVisitorWhoEnds(form), permission)
}

function permit(visitor: AllowedVisitor | Refused, permission: Permission): Permitted {
  if ('outcome' in visitor) return visitor
  return isPermitted(visitor.session.role, permission) ? visitor : { outcome: 'forbidden' }
}
