import 'server-only'
import { randomInt } from 'node:crypto'
import * as z from 'zod/mini'
import { env } from '@/lib/env'
import { deviceCookie, type IssuedCookie, issueCookie } from '@/lib/session/cookies'
import { openSeal, seal } from '@/lib/session/seal'
import { days } from '@/lib/time'

/**
 * The device cookie: a sealed list of the accounts that this browser has logged in to. It decides in which buckets a
 * failed attempt counts. It is no credential: no check reads it, and a logout keeps it. It carries
 * the account's generation, so a changed password and "log out everywhere" invalidate it with the sessions. The number
 * of buckets per account is limited, so collecting device cookies does not multiply the attempts.
 */

// feature: mail
/* It also decides whether the owner gets a mail about a login (lib/server/mail/notices.ts). */
// end

const mostAccounts = 5
const bucketsPerAccount = 5
/** Browsers store a cookie for 400 days at most (RFC 6265bis, section 5.5). */
const lifetime = days(365)

const Account = z.object({ userId: z.string(), generation: z.int(), bucket: z.int(), until: z.int() })
type Account = z.infer<typeof Account>
const Proof = z.object({ accounts: z.array(Account).check(z.maxLength(mostAccounts)) })

export interface DeviceOwner {
  userId: string
  generation: number
}

const isOf = (account: Account, owner: DeviceOwner) =>
  account.userId === owner.userId && account.generation === owner.generation

/** @returns the bucket of this browser for this account; null for a browser that has not logged in to it */
export async function findDevice(
  cookie: string | null,
  owner: DeviceOwner | null,
  now: number,
): Promise<string | null> {
  // Opened also without an account, so that the time is the same (prevents user enumeration by timing, ASVS 6.3.8).
  const accounts = await openAccounts(cookie, now)
  const known = accounts.find((account) => owner !== null && isOf(account, owner))
  return known ? `${known.userId}:${known.generation}:${known.bucket}` : null
}

/** Issues the device cookie after a login; none where rate limits are off. The oldest account is dropped when the list is full. */
export async function rememberDevice(cookie: string | null, owner: DeviceOwner, now: number): Promise<IssuedCookie[]> {
  if (env().RATE_LIMIT === 'off') return []

  const accounts = await openAccounts(cookie, now)
  const until = now + lifetime
  const bucket = accounts.find((account) => isOf(account, owner))?.bucket ?? randomInt(bucketsPerAccount)
  const { userId, generation } = owner
  const others = accounts.filter((account) => account.userId !== userId)
  const proof = { accounts: [{ userId, generation, bucket, until }, ...others].slice(0, mostAccounts) }
  return [issueCookie(deviceCookie, await seal('device', proof), now, until)]
}

async function openAccounts(cookie: string | null, now: number): Promise<readonly Account[]> {
  const proof = cookie === null ? null : await openSeal('device', Proof, cookie)
  return proof?.accounts.filter(({ until }) => until > now) ?? []
}
