import 'server-only'
import { createUser } from '@/lib/db/users'
import { audit } from '@/lib/server/audit'
import type { Client } from '@/lib/server/client'
import { hashPassword } from '@/lib/server/passwords'

/**
 * Makes an account, unless the e-mail has one. Answers the same either way, and hashes either way, so that neither the
 * answer nor its time tells which e-mails are known (ASVS 6.3.8). @throws {UnavailableError}
 */
export async function signUp(person: { email: string; name: string; password: string }, client: Client): Promise<void> {
  const { email, name, password } = person
  const userId = await createUser({ email, name, passwordHash: await hashPassword(password) })
  await audit({ kind: 'signup', ...(userId ? { userId } : {}), ...client })
}
