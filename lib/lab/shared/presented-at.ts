/**
 * What of a request would still open, had the keys that seal and sign now been retired. Runs anywhere. The real ones are in the
 * environment, and to change them takes three deploys: here the others are tried, as they would be then, and nobody else's
 * request meets it.
 */

import { decodeProtectedHeader } from 'jose'
import * as z from 'zod/mini'
import { env } from '@/lib/env'
import type { KeyState } from '@/lib/lab/shared/words'
import { type CookieName, cookieNames } from '@/lib/session/cookies'
import type { Presented } from '@/lib/session/presented'
import { openSeal, type Purpose } from '@/lib/session/seal'

/** Whatever was made with a key that is gone is as good as nothing: that is what its check would find. */
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
  const opens = name === cookieNames.signed ? isOfAnotherKey(value) : await opensWithout(sealed[name], value)
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
