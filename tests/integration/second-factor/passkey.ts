// feature: second-factor (this file)
import { issuer } from '@/lib/addresses'
import { type Ceremony, issueSigningChallenge } from '@/lib/server/second-factor/passkey-challenges'
import {
  addPasskey,
  type BegunRegistration,
  beginRegistration,
  type PasskeyAddition,
} from '@/lib/server/second-factor/register-passkey'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { guesser } from '@/tests/integration/support/password'
import { letIn, look, start } from '@/tests/integration/support/session'
import { Authenticator, type Signing } from '@/tests/support/authenticator'

/** A browser at our first address: its cookie with the challenges. */
export const newBrowser = (): Ceremony => ({ origin: issuer(), challenges: null })

/** Asks for a challenge of a login, and stores the cookie. */
export async function challengeFor(browser: Ceremony, now: number): Promise<string> {
  const { value, cookie } = await issueSigningChallenge(browser, null, now)
  browser.challenges = cookie.value
  return value
}

/** Begins to register a passkey in a browser, and stores the cookie. */
export async function begin(visitor: AllowedVisitor, browser: Ceremony, now: number): Promise<BegunRegistration> {
  const begun = await beginRegistration(visitor, browser, now)
  if (!begun) throw new Error('this account does not exist')
  browser.challenges = begun.cookies[0]?.value ?? null
  return begun
}

/** Registers the authenticator from a session of its user. @param change what an attack says instead */
export async function register(
  visitor: AllowedVisitor,
  authenticator: Authenticator,
  now: number,
  change: Partial<Signing> = {},
): Promise<PasskeyAddition> {
  const browser = newBrowser()
  const { options, codes } = await begin(visitor, browser, now)
  const { challenge, user } = options
  const registration = authenticator.register(user.id, { challenge, origin: browser.origin, ...change })
  return addPasskey(visitor, { registration, codes: codes?.seal ?? '', name: 'A key', ceremony: browser }, guesser, now)
}

/** A user's new passkey, registered from a session that is over afterwards. */
export async function passkeyOf(userId: string, now: number): Promise<Authenticator> {
  const authenticator = new Authenticator()
  const visitor = await letIn(look((await start('sealed', userId, now)).cookies, now))
  const { outcome } = await register(visitor, authenticator, now)
  if (outcome !== 'changed') throw new Error(outcome)
  return authenticator
}
