import 'server-only'
import { getProfile, normalizeEmail, setName } from '@/lib/db/users'
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/http/client'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'

/** Name and e-mail are in no credential: they are personal, they change, and a token can be read by anyone. */
export { getProfile } from '@/lib/db/users'

/** In no credential, so nothing has to be renewed. @throws {UnavailableError} */
export async function changeName(
  { session }: AllowedVisitor,
  name: string,
  client: Client,
): Promise<'saved' | 'ended'> {
  const { id: sessionId, userId, model } = session
  if (!(await setName(userId, name))) return 'ended'

  await audit({ kind: 'name_changed', userId, sessionId, model, ...client })
  return 'saved'
}

/** Whether this is the address of the visitor's own account, in capitals or not. @throws {UnavailableError} */
export async function isOwnEmail({ session }: AllowedVisitor, typed: string): Promise<boolean> {
  const profile = await getProfile(session.userId)
  return profile !== null && profile.email === normalizeEmail(typed)
}
