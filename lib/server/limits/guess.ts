import 'server-only'
import { normalizeEmail } from '@/lib/db/users'
import type { Client } from '@/lib/server/client'
import type { Bucket } from '@/lib/server/limits/bucket'
import { findDevice } from '@/lib/server/limits/device'
import { networkOf } from '@/lib/server/limits/network'
import { type Taken, type TooMany, takeFrom } from '@/lib/server/limits/take'

/** Who guesses, and what the browser holds as its device cookie, unopened. */
export interface Guesser {
  client: Client
  device: string | null
}

/**
 * Before the password is compared, so that of many guesses at once no more pass than one after the other would. An
 * e-mail without an account is counted like any other. @throws {UnavailableError}
 */
export async function takeLoginGuess(
  { email, userId }: { email: string; userId: string | null },
  { client, device }: Guesser,
  now: number,
): Promise<Taken | TooMany> {
  const known = await findDevice(device, userId, now)
  return takeFrom(known ? ownBucket(known) : strangersBuckets(`e-mail ${normalizeEmail(email)}`, client))
}

/** The same for somebody who is logged in and proves the password again. @throws {UnavailableError} */
export async function takeStepUpGuess(
  userId: string,
  { client, device }: Guesser,
  now: number,
): Promise<Taken | TooMany> {
  const known = await findDevice(device, userId, now)
  return takeFrom(known ? ownBucket(known) : strangersBuckets(`user ${userId}`, client))
}

/** Hashing is as dear here as at a login, and what is asked for counts, made or not. @throws {UnavailableError} */
export function takeSignup(client: Client): Promise<Taken | TooMany> {
  return takeFrom([{ limit: 'signup', of: networkOf(client.ip) }])
}

/** Whoever knows the password is never refused here for what others have tried. */
const ownBucket = (deviceId: string): readonly Bucket[] => [{ limit: 'device', of: deviceId }]

/** The network first: one that has used up its tokens makes no keys for the accounts it goes on to name. */
function strangersBuckets(account: string, client: Client): readonly Bucket[] {
  const network = networkOf(client.ip)
  return [
    { limit: 'network', of: network },
    { limit: 'accountAndNetwork', of: `${account}\n${network}` },
    { limit: 'account', of: account },
  ]
}
