import { expect } from 'vitest'
import { askPostgres } from '@/lib/db/client' // feature: mail
import { saveLink } from '@/lib/db/mail/links' // feature: mail
import { env } from '@/lib/env'
import { newSecret, sha256 } from '@/lib/ids' // feature: mail
import { routes } from '@/lib/routes'
import { clockTolerance } from '@/lib/session/deadlines'
import type { Model } from '@/lib/session/models'
import { days, minutes } from '@/lib/time' // feature: mail
import { Caller, type Door, type Doors } from '@/tests/security/support/doors'
import { type Account, newAccount, openSession, type SessionOptions } from '@/tests/support/open-session'
import { people } from '@/tests/support/people'
import type { Answer } from '@/tests/support/request'
import { protect } from '@/tests/support/second-factor' // feature: required-factor
import type { Fields, Visitor } from '@/tests/support/visitor'

/** A visitor with a logged-in account that no other test uses. */
export interface Victim {
  person: Account
  model: Model
  visitor: Visitor
}

/**
 * The causes that end a session, by its owner or an admin. Resolves when the application has answered.
 * @returns another session of the same account if that one has ended instead
 */
type Cause = (victim: Victim, doors: Doors) => Promise<'ended' | Visitor>

/** @param report the message of a finished revocation, or its redirect */
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
  // feature: mail
  '[ASVS 7.4.3] password reset': byForm('/login?reset=done', async ({ person }, { withEdge }) => {
    const code = newSecret()
    const lasting = { askedAt: new Date(), lifetime: minutes(30) }
    await saveLink({
      ...lasting,
      purpose: 'reset',
      userId: person.userId,
      codeHash: sha256(code),
      sentTo: person.email,
    })
    return new Caller(withEdge).submit(routes.resetPassword, 'password', { code, password: 'another ink once more' })
  }),
  '[ASVS 6.3.5] login disowned': byForm('Every session of your account has ended', async ({ person }, { withEdge }) => {
    const code = newSecret()
    const data = { userId: person.userId, codeHash: sha256(code), expiresAt: new Date(Date.now() + days(7) * 1000) }
    await askPostgres(({ loginNotice }) => loginNotice.create({ data }))
    return new Caller(withEdge).submit(routes.notMe, 'code', { code })
  }),
  // end
  // feature: required-factor
  '[ASVS 7.4.3] second factor reset': byForm('The second factor is reset.', async (victim, doors) => {
    await protect(victim.person.userId)
    return act(victim, doors, 'Reset the second factor')
  }),
  // end
  '[ASVS 7.4.5] everyone out': byForm('/login?logout=everyone', async (_, { withEdge }) =>
    (await openAs(withEdge, 'sealed', people.ada)).submit(routes.admin, 'words', { words: 'everyone out' }),
  ),
  // At the edge a token is renewable past its exp within the leeway for clock skew; a bearer token is not.
  '[ASVS 7.3.1] expiry': ({ person, model }, { withEdge }) =>
    openAs(withEdge, model, { email: person.email, age: env().IDLE_SECONDS + clockTolerance }),
}

/** An action of an admin, on the page that finds this one user. */
export async function act(
  { person }: Victim,
  { withEdge }: Doors,
  button: string,
  fields: Fields = {},
): Promise<Answer> {
  const ada = await openAs(withEdge, 'sealed', people.ada)
  return ada.submit(`${routes.admin}?q=${encodeURIComponent(person.email)}`, button, fields)
}

/** Like `openSession`, for a process that another one replaces. */
export const openAs = (app: Pick<Door, 'url'>, model: Model, options: SessionOptions = {}): Promise<Visitor> =>
  openSession(app, model, { visitor: new Caller(app), ...options })

export async function openNewAccount(app: Pick<Door, 'url'>, model: Model): Promise<Victim> {
  const person = await newAccount(app)
  return { person, model, visitor: await openAs(app, model, { email: person.email }) }
}
