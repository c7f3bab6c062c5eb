import 'server-only'
import { normalizeEmail } from '@/lib/db/users'
import type { Client } from '@/lib/server/http/client'
import type { Bucket } from '@/lib/server/limits/bucket'
import { type Taken, type TooMany, takeFrom } from '@/lib/server/limits/bucket'
import { type DeviceOwner, findDevice } from '@/lib/server/limits/device'
import { networkOf } from '@/lib/server/limits/network'

/** Who guesses, and what the browser holds as its device cookie, unopened. */
export interface Guesser {
  client: Client
  device: string | null
}

/** Whose password is guessed: an e-mail is counted like any other where it has no account. */
type Account = { email: string } | { userId: string }

/**
 * Before the password is compared, so that of many guesses at once no more pass than one after the other would.
 * @param owner of the account, or null for an e-mail without one @throws {UnavailableError}
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
 * A failure in a known browser counts in its own bucket and in those of strangers. Only its own bucket refuses it: what others
 * have tried refuses no user in a browser that has logged in before.
 */
async function takeFromBuckets(known: string | null, strangers: readonly Bucket[]): Promise<Taken | TooMany> {
  if (known === null) return takeFrom(strangers)

  const own = await takeFrom([{ limit: 'device', of: known }])
  if (own.outcome === 'too_many') return own
  const beside = await takeFrom(strangers)
  if (beside.outcome === 'too_many') return own
  return { outcome: 'taken', giveBack: async () => void (await Promise.all([own.giveBack(), beside.giveBack()])) }
}

/** Hashing is as dear here as at a login, and what is asked for counts, made or not. @throws {UnavailableError} */
export function takeSignup(client: Client): Promise<Taken | TooMany> {
  return takeFrom([{ limit: 'signup', of: networkOf(client.ip) }])
}

/** The network first: one that has used up its tokens makes no keys for the accounts it goes on to name. */
function strangersBuckets(account: string, client: Client): readonly Bucket[] {
  const network = networkOf(client.ip)
  return [
    { limit: 'network', of: network },
    { limit: 'accountAndNetwork', of: `${account}\n${network}` },
    { limit: 'account', of: account },
  ]
}
