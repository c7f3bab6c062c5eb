import 'server-only'
import { setName } from '@/lib/db/users'
import { audit } from '@/lib/server/audit'
import type { AllowedVisitor } from '@/lib/server/check-visitor'
import type { Client } from '@/lib/server/client'

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
