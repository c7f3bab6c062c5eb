import 'server-only'
import * as z from 'zod'
import { findProfile } from '@/lib/server/account/profile'
import { levelOf, levels, methods } from '@/lib/session/assurance'
import { models } from '@/lib/session/models'
import { permissionNames, permissionsOf } from '@/lib/session/permissions'
import { roles, type Session } from '@/lib/session/session'
import { toIso } from '@/lib/time'

const Moment = z.iso.datetime()

/** The body of `GET /api/me`. */
export const CallerDescription = z.object({
  user: z.object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(roles),
    permissions: z.array(z.enum(permissionNames)).readonly(),
  }),
  session: z.object({
    id: z.string(),
    model: z.enum(models),
    startedAt: Moment,
    authenticatedAt: Moment,
    /** How the user has authenticated (RFC 8176). */
    amr: z.array(z.enum(methods)).readonly(),
    /** The assurance level that follows from it. */
    acr: z.enum(levels),
    freshUntil: Moment,
    idleUntil: Moment,
    endsAt: Moment,
  }),
})
type CallerDescription = z.infer<typeof CallerDescription>

/**
 * Describes the caller and the caller's session.
 * @returns null when the account was deleted since the check
 * @throws {UnavailableError}
 */
export async function describeCaller(session: Session): Promise<CallerDescription | null> {
  const profile = await findProfile(session)
  if (!profile) return null

  const { id, model, userId, role } = session
  const { email, name } = profile
  return {
    // The role in the session, because this request is authorised by it.
    user: { id: userId, email, name, role, permissions: permissionsOf(role) },
    session: {
      id,
      model,
      startedAt: toIso(session.startedAt),
      authenticatedAt: toIso(session.authenticatedAt),
      amr: session.amr,
      acr: levelOf(session.amr),
      freshUntil: toIso(session.freshUntil),
      idleUntil: toIso(session.idleUntil),
      endsAt: toIso(session.endsAt),
    },
  }
}

/** `GET /api/me`. @throws {UnavailableError} */
export async function answerMe(session: Session): Promise<Response | 'revoked'> {
  const caller = await describeCaller(session)
  return caller ? Response.json(caller) : 'revoked'
}
