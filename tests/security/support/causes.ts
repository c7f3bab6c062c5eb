import { expect } from 'vitest'
import { env } from '@/lib/env'
import { routes } from '@/lib/routes'
import { clockTolerance } from '@/lib/session/deadlines'
import type { Model } from '@/lib/session/models'
import { Caller, type Door, type Doors } from '@/tests/security/support/doors'
import { type Account, newAccount, openSession, type SessionOptions } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import type { Answer } from '@/tests/support/request'
import type { Visitor } from '@/tests/support/visitor'

/** A visitor who is logged in to an account that no other test uses. */
export interface Victim {
  person: Account
  model: Model
  visitor: Visitor
}

/**
 * What ends a session, as its owner or an admin does it. Resolves when the application has answered.
 * @returns another session of the same account where that one has ended instead
 */
type Cause = (victim: Victim, doors: Doors) => Promise<'ended' | Visitor>

/** @param report what a finished end says, or where it leads */
function byForm(report: string, submit: (victim: Victim, doors: Doors) => Promise<Answer>): Cause {
  return async (victim, doors) => {
    const { location, body } = await submit(victim, doors)
    const said = `${location ?? ''} ${body}`
    expect(said).toContain(report)
    return 'ended'
  }
}

export const causes: Readonly<Record<string, Cause>> = {
  '[ASVS 7.4.1] logout': byForm('/login?logout=done', ({ visitor }) => visitor.submit(routes.dashboard, 'Log out')),
  '[ASVS 7.5.2] log out everywhere': byForm('/login?logout=everywhere', ({ visitor }) =>
    visitor.submit(routes.sessions, 'Log out everywhere, here too'),
  ),
  '[ASVS 7.5.2] all others ended elsewhere': byForm('Every other session has ended', async ({ person }, { withEdge }) =>
    (await openAs(withEdge, 'sealed', { email: person.email })).submit(routes.sessions, 'End every other session'),
  ),
  '[ASVS 7.4.5] revoked by admin': byForm('Every session of this account has ended.', (victim, doors) =>
    act(victim, doors, 'End every session'),
  ),
  '[ASVS 7.4.3] password change': byForm('Your password is changed.', ({ person, visitor }) =>
    visitor.submit(routes.account, 'current', { current: person.password, wanted: 'another ink on another paper' }),
  ),
  '[ASVS 7.4.2] account disabled': byForm('Done.', (victim, doors) => act(victim, doors, 'Disable the account')),
  '[ASVS 7.4.2] account deleted': byForm('/?account=deleted', ({ person, visitor }) =>
    visitor.submit(routes.account, 'Delete the account', { email: person.email }),
  ),
  // At the edge a token is renewable past its exp for as long as clocks may differ, which no bearer token is.
  '[ASVS 7.3.1] expiry': ({ person, model }, { withEdge }) =>
    openAs(withEdge, model, { email: person.email, age: env().IDLE_SECONDS + clockTolerance }),
}

/** What an admin does, on the page that finds this one person. */
async function act({ person }: Victim, { withEdge }: Doors, button: string): Promise<Answer> {
  const ada = await openAs(withEdge, 'sealed', people.ada)
  return ada.submit(`${routes.admin}?q=${encodeURIComponent(person.email)}`, button)
}

/** As `openSession`, for a process that another one stands in for. */
export const openAs = (app: Pick<Door, 'url'>, model: Model, options: SessionOptions = {}): Promise<Visitor> =>
  openSession(app, model, { visitor: new Caller(app), ...options })

export async function openNewAccount(app: Pick<Door, 'url'>, model: Model): Promise<Victim> {
  const person = await newAccount(app)
  return { person, model, visitor: await openAs(app, model, { email: person.email }) }
}
