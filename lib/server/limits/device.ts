import 'server-only'
import { randomInt } from 'node:crypto'
import * as z from 'zod/mini'
import { env } from '@/lib/env'
import { deviceCookie, type IssuedCookie, issueCookie } from '@/lib/session/cookies'
import { openSeal, seal } from '@/lib/session/seal'
import { days } from '@/lib/time'

/**
 * The device cookie: a sealed proof that this browser has logged into these accounts before. It decides in which buckets a failed
 * attempt counts, and nothing else: it is no credential, no check reads it, and a logout leaves it. It belongs to the account's
 * generation: a changed password and "log out everywhere" end it with the sessions. However many are collected, an
 * account has a few buckets for its devices.
 */

const mostAccounts = 5
const bucketsPerAccount = 5
/** Browsers keep a cookie for 400 days at most (RFC 6265bis, section 5.5). */
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

/** @returns the bucket of this browser at this account; null for a browser that has not logged in there */
export async function findDevice(
  cookie: string | null,
  owner: DeviceOwner | null,
  now: number,
): Promise<string | null> {
  // Opened also where there is no such account, which must not answer sooner (ASVS 6.3.8).
  const accounts = await openAccounts(cookie, now)
  const known = accounts.find((account) => owner !== null && isOf(account, owner))
  return known ? `${known.userId}:${known.generation}:${known.bucket}` : null
}

/** The cookie to set after a login; none where nothing is limited. The oldest login makes room. */
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
