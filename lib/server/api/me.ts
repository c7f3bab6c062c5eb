import 'server-only'
import * as z from 'zod'
import { getProfile } from '@/lib/server/account/profile'
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
    freshUntil: Moment,
    idleUntil: Moment,
    endsAt: Moment,
  }),
})
type CallerDescription = z.infer<typeof CallerDescription>

/**
 * Who is calling, and by which session.
 * @returns null when the account was deleted since the check
 * @throws {UnavailableError}
 */
export async function describeCaller(session: Session): Promise<CallerDescription | null> {
  const profile = await getProfile(session.userId)
  if (!profile) return null

  const { id, model } = session
  return {
    // The role is the session's, which is what this request is allowed by.
    user: { ...profile, role: session.role, permissions: permissionsOf(session.role) },
    session: {
      id,
      model,
      startedAt: toIso(session.startedAt),
      authenticatedAt: toIso(session.authenticatedAt),
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
