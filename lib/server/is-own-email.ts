import 'server-only'
import { getProfile, normalizeEmail } from '@/lib/db/users'
import type { AllowedVisitor } from '@/lib/server/check-visitor'

/** Whether this is the address of the visitor's own account, in capitals or not. @throws {UnavailableError} */
export async function isOwnEmail({ session }: AllowedVisitor, typed: string): Promise<boolean> {
  const profile = await getProfile(session.userId)
  return profile !== null && profile.email === normalizeEmail(typed)
}
