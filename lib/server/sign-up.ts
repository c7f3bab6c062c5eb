import 'server-only'
import { openAccount } from '@/lib/db/open-account'
import type { Client } from '@/lib/server/client'
import { takeSignup } from '@/lib/server/limits/guess'
import type { TooMany } from '@/lib/server/limits/take'
import { hashPassword } from '@/lib/server/passwords'

interface NewPerson {
  email: string
  name: string
  password: string
}

/**
 * Makes an account, unless the e-mail has one. Answers the same either way, and hashes either way, so that neither the
 * answer nor its time tells which e-mails are known (ASVS 6.3.8). @throws {UnavailableError}
 */
export async function signUp(person: NewPerson, client: Client): Promise<{ outcome: 'done' } | TooMany> {
  const place = await takeSignup(client)
  if (place.outcome === 'too_many') return place

  const { email, name, password } = person
  try {
    await openAccount({ email, name, passwordHash: await hashPassword(password) }, client)
  } catch (error) {
    // What an outage has refused was nobody's account.
    await place.giveBack()
    throw error
  }
  return { outcome: 'done' }
}
