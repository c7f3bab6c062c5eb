import { env } from '@/lib/env'
import { cookieNames } from '@/lib/session/cookies'
import { openAccessCookie, signAccessCookie } from '@/lib/session/signed/access-cookie'
import { newAccess } from '@/tests/bench/check/credentials'
import { microsecondsOf, percentiles } from '@/tests/bench/check/microseconds'

/** What JWT_ENCRYPTION=on costs the access cookie, in microseconds and bytes. */

const settings = ['off', 'on'] as const
type Setting = (typeof settings)[number]

export interface CookieCosts {
  setting: Setting
  issue: number[]
  /** A cookie that this process has not seen before. */
  cold: number[]
  warm: number[]
  /** Name and value, of the longest. */
  bytes: number
}

/** Both settings in turn, one cookie each: what else the machine does slows down both. */
export async function measureEncryption(count: number, now: number): Promise<readonly CookieCosts[]> {
  const configured = env().JWT_ENCRYPTION
  const costs = settings.map((setting): CookieCosts => ({ setting, issue: [], cold: [], warm: [], bytes: 0 }))
  // The first ones derive keys and wait for the compiler: they do not count.
  for (let turn = -Math.ceil(count / 10); turn < count; turn += 1) {
    for (const cost of costs) {
      Object.assign(env(), { JWT_ENCRYPTION: cost.setting })
      await measureOne(turn < 0 ? { ...cost, issue: [], cold: [], warm: [] } : cost, now)
    }
  }
  Object.assign(env(), { JWT_ENCRYPTION: configured })
  return costs
}

async function measureOne(cost: CookieCosts, now: number): Promise<void> {
  const claims = newAccess(now)
  let value = ''
  const open = async () => {
    const { outcome } = await openAccessCookie(value, now)
    if (outcome !== 'opened') throw new Error(`an access cookie of our own is ${outcome}`)
  }
  cost.issue.push(...(await microsecondsOf(1, async () => (value = await signAccessCookie(claims)))))
  cost.cold.push(...(await microsecondsOf(1, open)))
  cost.warm.push(...(await microsecondsOf(1, open)))
  cost.bytes = Math.max(cost.bytes, cookieNames.signed.length + value.length)
}

const names = { off: 'signed', on: 'signed, then encrypted' } as const satisfies Record<Setting, string>

export const encryptionHeadings = [
  'access cookie',
  'issue p50',
  'p99',
  'open, cold p50',
  'p99',
  'open, warm p50',
  'p99',
  'bytes',
]

export const rowOfCosts = ({ setting, issue, cold, warm, bytes }: CookieCosts): readonly string[] => [
  names[setting],
  ...[issue, cold, warm].flatMap(percentiles),
  String(bytes),
]
