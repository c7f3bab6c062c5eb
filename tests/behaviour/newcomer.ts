import type { Model } from '@/lib/session/models'
import { newAccount, openSession, type SessionOptions } from '@/tests/support/open-session'

/** A logged-in account that no other test uses. */
export async function newcomer(app: { url: string }, model: Model, options: SessionOptions = {}) {
  const person = await newAccount(app)
  return { person, visitor: await openSession(app, model, { ...options, email: person.email }) }
}
