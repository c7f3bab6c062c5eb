import 'server-only'
import { normalizeEmail } from '@/lib/db/users'
import type { Client } from '@/lib/server/http/client'
import type { Bucket } from '@/lib/server/limits/bucket'
import { type Taken, type TooMany, takeFrom } from '@/lib/server/limits/bucket'
import { type DeviceOwner, findDevice } from '@/lib/server/limits/device'
import { networkOf } from '@/lib/server/limits/network'

/** The client of a login attempt, with the browser's device cookie, unopened. */
export interface Guesser {
  client: Client
  device: string | null
  // feature: second-factor
  /** The code that was typed beside the password, for an account with a second factor. */
  code?: string | null
  /** The answer of a passkey in place of the code, and what belongs to it in the request. */
  passkey?: { assertion: string; origin: string; challenges: string | null } | null
  // end
}

/** The account whose password is tried: an e-mail without an account is counted in the same way. */
type Account = { email: string } | { userId: string }

/**
 * Counts a login attempt before the password is compared, so that parallel attempts get no more tries than sequential
 * ones.
 * @param owner the account's user, or null for an e-mail without one @throws {UnavailableError}
 */
export async function takeGuess(
  account: Account,
  owner: DeviceOwner | null,
  guesser: Guesser,
  now: number,
): Promise<Taken | TooMany> {
  const name = 'email' in account ? `e-mail ${normalizeEmail(account.email)}` : `user ${account.userId}`
  return takeFromBuckets(await findDevice(guesser.device, owner, now), strangersBuckets(name, guesser.client))
}

/**
 * A failure in a known browser counts in that browser's own bucket and in the shared ones. Only its own bucket refuses
 * it, so an attacker cannot lock a user out of a browser that has logged in before.
 */
async function takeFromBuckets(known: string | null, strangers: readonly Bucket[]): Promise<Taken | TooMany> {
  if (known === null) return takeFrom(strangers)

  const own = await takeFrom([{ limit: 'device', of: known }])
  if (own.outcome === 'too_many') return own
  const beside = await takeFrom(strangers)
  if (beside.outcome === 'too_many') return own
  return { outcome: 'taken', giveBack: async () => void (await Promise.all([own.giveBack(), beside.giveBack()])) }
}

/** There were too many changes, not too many wrong passwords. */
export interface TooManyChanges extends Pick<TooMany, 'retryAfter'> {
  outcome: 'too_many_changes'
}

/** A change that the user has proven to be allowed: the limit bounds the mails about it. @throws {UnavailableError} */
export async function takeChange(
  limit:
    | 'factorChange' // feature: second-factor
    | 'passwordChange',
  userId: string,
): Promise<Taken | TooManyChanges> {
  const taken = await takeFrom([{ limit, of: userId }])
  return taken.outcome === 'taken' ? taken : { ...taken, outcome: 'too_many_changes' }
}

/** A sign-up hashes a password, as a login does, so every request for an account counts. @throws {UnavailableError} */
export function takeSignup(client: Client): Promise<Taken | TooMany> {
  return takeFrom([{ limit: 'signup', of: networkOf(client.ip) }])
}

// feature: mail
/** A request for a link counts, whether its address has an account or not. @throws {UnavailableError} */
export function takeRecovery(email: string, client: Client): Promise<Taken | TooMany> {
  const account = `e-mail ${normalizeEmail(email)}`
  return takeFrom([
    { limit: 'recovery', of: networkOf(client.ip) },
    { limit: 'recoveryAccount', of: account },
  ])
}

/** A request for a link that verifies the address of an account, or gives it a new one. @throws {UnavailableError} */
export function takeAccountLink(userId: string, client: Client, newEmail?: string): Promise<Taken | TooMany> {
  return takeFrom([
    { limit: 'recovery', of: networkOf(client.ip) },
    { limit: 'accountLink', of: userId },
    ...(newEmail === undefined ? [] : [addressMail(newEmail)]),
  ])
}

/** A mail after a sign-up. @throws {UnavailableError} */
export const takeSignupMail = (email: string): Promise<Taken | TooMany> => takeFrom([addressMail(email)])

const addressMail = (email: string): Bucket => ({ limit: 'addressMail', of: normalizeEmail(email) })

/** @throws {UnavailableError} */
export function takeRecoveryCode(client: Client): Promise<Taken | TooMany> {
  return takeFrom([{ limit: 'recoveryCode', of: networkOf(client.ip) }])
}

// end
// feature: second-factor
/**
 * Counts a code before it is compared. The two kinds share no limit: an attacker who has used up that of the app leaves
 * the owner the recovery codes. @throws {UnavailableError}
 */
export function takeCode(kind: 'app' | 'recovery', userId: string, client: Client): Promise<Taken | TooMany> {
  if (kind === 'recovery') return takeFrom([{ limit: 'recoveryOfFactor', of: `${userId}\n${networkOf(client.ip)}` }])
  return takeFrom([
    { limit: 'appCode', of: userId },
    { limit: 'appCodeDay', of: userId },
  ])
}

// end
/** The network first: a network without tokens left creates no further keys for the accounts that it names. */
function strangersBuckets(account: string, client: Client): readonly Bucket[] {
  const network = networkOf(client.ip)
  return [
    { limit: 'network', of: network },
    { limit: 'accountAndNetwork', of: `${account}\n${network}` },
    { limit: 'account', of: account },
  ]
}
