import { randomBytes } from 'node:crypto'
import type { Model } from '@/lib/session/models'
import { logIn } from '@/tests/support/log-in'
import { Visitor } from '@/tests/support/visitor'

/** Somebody of whom no other test knows, logged in. */
export async function logInNewcomer(app: { url: string }, model: Model) {
  const person = { email: `${randomBytes(6).toString('hex')}@example.com`, password: 'paper, ink and wax' }
  await new Visitor(app).submit('/signup', 'name', { ...person, name: 'Somebody Else' })
  return { person, visitor: await logIn(app, model, person) }
}
