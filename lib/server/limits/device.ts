import 'server-only'
import * as z from 'zod/mini'
import { env } from '@/lib/env'
import { newId } from '@/lib/server/ids'
import { deviceCookie, type IssuedCookie, issueCookie } from '@/lib/session/cookies'
import { openSeal, seal } from '@/lib/session/seal'
import { days } from '@/lib/time'

/**
 * The device cookie: a sealed proof that this browser has logged into these accounts before. Decides in which bucket a
 * failed guess counts, and nothing else: it is no credential, no check reads it, and a logout leaves it.
 */

const mostAccounts = 5
/** Browsers keep a cookie for 400 days at most (RFC 6265bis, section 5.5). */
const lifetime = days(365)

const Account = z.object({ userId: z.string(), deviceId: z.string(), until: z.int() })
type Account = z.infer<typeof Account>
const Proof = z.object({ accounts: z.array(Account).check(z.maxLength(mostAccounts)) })

/** @returns by which id this account knows this browser; null for a stranger's, whatever the reason */
export async function findDevice(cookie: string | null, userId: string | null, now: number): Promise<string | null> {
  // Opened also where there is no such account, which must not answer sooner (ASVS 6.3.8).
  const accounts = await openAccounts(cookie, now)
  return accounts.find((account) => account.userId === userId)?.deviceId ?? null
}

/** The cookie to set after a login; none where nothing is limited. The oldest login makes room. */
export async function rememberDevice(cookie: string | null, userId: string, now: number): Promise<IssuedCookie[]> {
  if (env().RATE_LIMIT === 'off') return []

  const accounts = await openAccounts(cookie, now)
  const until = now + lifetime
  const deviceId = accounts.find((account) => account.userId === userId)?.deviceId ?? newId()
  const others = accounts.filter((account) => account.userId !== userId)
  const proof = { accounts: [{ userId, deviceId, until }, ...others].slice(0, mostAccounts) }
  return [issueCookie(deviceCookie, await seal('device', proof), now, until)]
}

async function openAccounts(cookie: string | null, now: number): Promise<readonly Account[]> {
  const proof = cookie === null ? null : await openSeal('device', Proof, cookie)
  return proof?.accounts.filter(({ until }) => until > now) ?? []
}
