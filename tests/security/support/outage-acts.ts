import { act, type Case } from '@/tests/security/support/outage'
import { see } from '@/tests/security/support/sightings'
import { findForm } from '@/tests/support/forms'
import { people } from '@/tests/support/people'
import type { Answer } from '@/tests/support/request'
import { Visitor } from '@/tests/support/visitor'

/** The actions of one visitor of each model and mode while a store is unavailable. */
export async function actWhileAway({ app, model, regular, leaver, unseen }: Case) {
  const proof = { scope: 'others', session: '', proof: people.linus.password }
  const steppingUp = act(app, regular.visitor, 'revokeAction', { outcome: 'idle', scope: 'one', sessionId: '' }, proof)
  const sights = ['greeting', 'api', 'page'] as const
  const loginForm = { email: people.linus.email, password: people.linus.password, model }
  const signupForm = { name: 'Hedy Lamarr', email: 'hedy@example.com', password: 'paper, ink and wax' }

  const login = await new Visitor(app).submit('/login', 'password', loginForm)
  const signup = await new Visitor(app).submit('/signup', 'name', signupForm)
  const logout = await act(app, leaver.visitor, 'logoutAction', 'idle')
  return {
    login: { ...login, email: findForm(login.body, 'password').fields.get('email') },
    signup: { ...signup, fields: findForm(signup.body, 'name').fields },
    stepUp: await steppingUp,
    logout,
    unfinished: await askAgain(leaver.visitor, logout),
    unseen: await Promise.all(sights.map(async (way) => (await see(unseen, way)).sight)),
  }
}

export type Acts = Awaited<ReturnType<typeof actWhileAway>>

/** The redirect of a logout, and whether the logout could be finished there. */
async function askAgain(visitor: Visitor, logout: Answer) {
  const [target = ''] = logout.headers.get('x-action-redirect')?.split(';') ?? []
  if (!target.includes('unfinished')) return { target, said: '', again: '' }

  const said = (await visitor.get(target)).body
  return { target, said, again: (await visitor.submit(target, 'Try again')).location }
}
