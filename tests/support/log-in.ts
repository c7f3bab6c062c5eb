import { routes } from '@/lib/routes'
import type { Model } from '@/lib/session/models'
import { people } from '@/tests/support/people'
import { Visitor } from '@/tests/support/visitor'
import { waitingFor } from '@/tests/support/waits'

export interface LoginOptions {
  email?: string
  password?: string
  /** A browser with earlier cookies. */
  visitor?: Visitor
}

/**
 * Logs in through the login form, for tests about logging in. Linus by default. Other tests use `openSession`.
 * @throws when the form does not redirect: a test of refusals submits the form itself
 */
export async function logInByForm(app: { url: string }, model: Model, options: LoginOptions = {}): Promise<Visitor> {
  const { email = people.linus.email, password = people.linus.password, visitor = new Visitor(app) } = options
  const fields = { email, password, model }
  const answer = await waitingFor('login form', () => visitor.submit(routes.login, 'password', fields))
  if (answer.status === 303) return visitor

  throw new Error(`login by ${model} as ${email} answered ${answer.status}: ${answer.body.slice(0, 2000)}`)
}
