/**
 * What would still open of a request if the current sealing and signing keys had been retired. Runs anywhere. A real
 * rotation takes three deploys: here the other keys are tried instead, and no other request is affected.
 */

import { decodeProtectedHeader } from 'jose'
import * as z from 'zod/mini'
import { env } from '@/lib/env'
import type { KeyState } from '@/lib/lab/shared/words'
import { type CookieName, cookieNames } from '@/lib/session/cookies'
import type { Presented } from '@/lib/session/presented'
import { openSeal, type Purpose } from '@/lib/session/seal'
import { decryptAccess } from '@/lib/session/signed/access-cookie'

/** A credential made with a retired key counts as absent, as a check would find it. */
export async function presentedAt(keys: KeyState | undefined, presented: Presented): Promise<Presented> {
  if (keys !== 'retired') return presented

  const entries = await Promise.all(Object.values(cookieNames).map((name) => left(name, presented.cookies[name])))
  const { authorization } = presented
  const token = authorization?.replace(/^Bearer +/i, '') ?? ''
  return {
    authorization: authorization === null || isOfAnotherKey(token) ? authorization : 'Bearer retired',
    cookies: Object.fromEntries(entries.filter((entry) => entry !== null)),
  }
}

async function left(name: CookieName, value: string | undefined): Promise<[CookieName, string] | null> {
  if (value === undefined) return null
  const opens = name === cookieNames.signed ? await opensSigned(value) : await opensWithout(sealed[name], value)
  return opens ? [name, value] : null
}

const sealed = {
  [cookieNames.sealed]: 'sealed',
  [cookieNames.stored]: 'stored',
  [cookieNames.refresh]: 'refresh',
} as const satisfies Partial<Record<CookieName, Purpose>>

async function opensWithout(purpose: Purpose, value: string): Promise<boolean> {
  return (await openSeal(purpose, z.looseObject({}), value, env().SESSION_PASSWORDS.slice(1))) !== null
}

/** Signed and, where JWT_ENCRYPTION is on, encrypted by another key. */
async function opensSigned(value: string): Promise<boolean> {
  if (env().JWT_ENCRYPTION === 'off') return isOfAnotherKey(value)

  const inside = await decryptAccess(value, env().SESSION_PASSWORDS.slice(1))
  return inside !== null && isOfAnotherKey(inside.token)
}

/** Whether it is genuine is for the check to say. */
function isOfAnotherKey(token: string): boolean {
  const [, ...others] = env().JWT_KEYS.keys
  return others.some(({ kid }) => kid === kidOf(token))
}

function kidOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid
  } catch {
    return undefined
  }
}
