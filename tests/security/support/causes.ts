import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { routes } from '@/lib/routes'
import { clockTolerance } from '@/lib/session/deadlines'
import type { Model } from '@/lib/session/models'
import { Caller, type Doors } from '@/tests/security/support/doors'
import { openSession } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import type { Visitor } from '@/tests/support/visitor'

/** Somebody who is logged in, and of whom no other test knows. */
export interface Victim {
  person: { email: string; password: string }
  userId: string
  visitor: Visitor
}

/** What ends a session, as its owner or an admin does it. Returns when the application has answered. */
type Cause = (victim: Victim, doors: Doors) => Promise<unknown>

/** Seconds after which whoever logs in at the application with such deadlines is idle. */
export const mortalSeconds = 3
export const expiry = '[ASVS 7.3.1] expiry'

export const causes: Readonly<Record<string, Cause>> = {
  '[ASVS 7.4.1] logout': ({ visitor }) => visitor.submit('/dashboard', 'Log out'),
  '[ASVS 7.5.2] log out everywhere': ({ visitor }) => visitor.submit(routes.sessions, 'Log out everywhere, here too'),
  '[ASVS 7.5.2] all others ended elsewhere': async ({ person }, { withEdge }) => {
    const elsewhere = await openSession(withEdge, 'sealed', { ...person, visitor: new Caller(withEdge) })
    const answer = await elsewhere.submit(routes.sessions, 'End every other session')
    expect(answer.body).toContain('Every other session has ended')
  },
  '[ASVS 7.4.5] revoked by admin': (victim, doors) =>
    act(victim, doors, 'End every session', 'Every session of this account has ended.'),
  '[ASVS 7.4.3] password change': async ({ person, visitor }) => {
    const change = { current: person.password, wanted: 'another ink on another paper' }
    expect((await visitor.submit(routes.account, 'current', change)).body).toContain('Your password is changed.')
  },
  '[ASVS 7.4.2] account disabled': (victim, doors) => act(victim, doors, 'Disable the account', 'Done.'),
  '[ASVS 7.4.2] account deleted': ({ person, visitor }) =>
    visitor.submit(routes.account, 'Delete the account', { email: person.email }),
  // A token outlives its exp by the tolerance for clocks: at the edge it is renewable for so long, which no bearer can.
  [expiry]: () => sleep((mortalSeconds + clockTolerance) * 1000),
}

/** What an admin does, on the page that finds this one person. */
async function act({ person }: Victim, { withEdge }: Doors, button: string, report: string): Promise<void> {
  const ada = await openSession(withEdge, 'sealed', { ...people.ada, visitor: new Caller(withEdge) })
  const answer = await ada.submit(`${routes.admin}?q=${encodeURIComponent(person.email)}`, button)
  expect(answer.body).toContain(report)
}

export async function logInAsNewPerson(app: { url: string }, model: Model): Promise<Victim> {
  const person = { email: `${randomBytes(6).toString('hex')}@example.com`, password: 'paper, ink and wax' }
  const answer = await new Caller(app).submit('/signup', 'name', { ...person, name: 'Somebody Else' })
  expect(answer.body).toContain('your account is ready')

  const visitor = await openSession(app, model, { ...person, visitor: new Caller(app) })
  return { person, visitor, userId: (await visitor.me()).user?.id ?? '' }
}
