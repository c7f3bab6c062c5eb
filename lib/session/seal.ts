/**
 * Seals: encrypted and authenticated by iron-session, opened by any password still in use. Runs anywhere.
 * A seal says what it is for; one made for another purpose is a stranger's.
 */

import { sealData, unsealData } from 'iron-session'
import * as z from 'zod/mini'
import { env } from '@/lib/env'
import { cookieLimit } from '@/lib/session/cookies'

export type Purpose =
  | 'sealed' // model: sealed
  | 'stored' // model: stored
  | 'refresh' // model: signed
  | 'device'
  | 'token' // feature: tokens
  | 'visitor'
  | 'lab' // feature: lab

/** The deadlines are ours (and three), so iron's own is off. */
const noTtl = 0

/** One password at a time: iron seals with the highest numeric id, and dropping a password would renumber the others. */
export async function seal(purpose: Purpose, claims: object): Promise<string> {
  const [password = ''] = env().SESSION_PASSWORDS
  return sealData({ ...claims, purpose }, { password, ttl: noTtl })
}

/**
 * @param passwords by default those in use
 * @returns null for a forged, foreign, stale or oversized seal: a stranger's cookie, not a crash.
 */
export async function openSeal<T>(
  purpose: Purpose,
  schema: z.ZodMiniType<T>,
  value: string,
  passwords = env().SESSION_PASSWORDS,
): Promise<T | null> {
  // Longer than any cookie of ours: not worth a key derivation.
  if (value.length > cookieLimit) return null

  for (const password of passwords) {
    const content: unknown = await unsealData(value, { password, ttl: noTtl })
    const claims = z.looseObject({ purpose: z.literal(purpose) }).safeParse(content)
    if (claims.success) return schema.safeParse(claims.data).data ?? null
  }
  return null
}
