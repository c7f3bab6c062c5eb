/**
 * Seals: encrypted and authenticated by iron-session, opened by any password still in use. Runs anywhere.
 * A seal carries its purpose; a seal made for another purpose does not open.
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
  | 'mail' // feature: mail
  | 'lab' // feature: lab
  | 'totp' // feature: second-factor
  | 'totp_setup' // feature: second-factor
  | 'challenge' // feature: second-factor
  | 'passkey' // feature: second-factor
  | 'passkey_codes' // feature: second-factor

/** The deadlines are in the claims, so the TTL of iron-session is off. */
const noTtl = 0

/** One password at a time: iron-session seals with the highest numeric id, and removing a password would renumber the others. */
export async function seal(purpose: Purpose, claims: object): Promise<string> {
  const [password = ''] = env().SESSION_PASSWORDS
  return sealData({ ...claims, purpose }, { password, ttl: noTtl })
}

/**
 * @param passwords by default those in use
 * @returns null for a seal that is forged, made for another purpose, of a retired password or too long
 */
export async function openSeal<T>(
  purpose: Purpose,
  schema: z.ZodMiniType<T>,
  value: string,
  passwords = env().SESSION_PASSWORDS,
): Promise<T | null> {
  // Longer than any cookie of ours: refused before the key derivation.
  if (value.length > cookieLimit) return null

  for (const password of passwords) {
    const content: unknown = await unsealData(value, { password, ttl: noTtl })
    const claims = z.looseObject({ purpose: z.literal(purpose) }).safeParse(content)
    if (claims.success) return schema.safeParse(claims.data).data ?? null
  }
  return null
}

/*
 * The visitor for whom the edge asks for a renewal: the renewal itself only sees the edge. Runs anywhere.
 * Sealed, because a visitor who calls the renewal directly can write any header. Only for the audit trail.
 */

export const visitorHeader = 'x-renewal-for'

/** The renew handler's own mark beside its status, so that the 401 of a proxy is not mistaken for a refusal of ours. */
export const renewalHeader = 'x-renewal'
export type RenewalAnswer = 'refused' | 'unavailable'

const Visitor = z.object({ ip: z.nullable(z.string()) })

export const sealVisitor = (ip: string | null): Promise<string> => seal('visitor', { ip })

/** @returns null for a value that the edge has not sealed */
export async function openVisitor(value: string | null): Promise<{ ip: string | null } | null> {
  return value === null ? null : openSeal('visitor', Visitor, value)
}
