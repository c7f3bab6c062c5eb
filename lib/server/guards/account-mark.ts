import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'

/**
 * The hidden field `account` of a form says which account the page was rendered for. A browser has one session and many
 * tabs: without the field, a tab from before another login would write to the other account. An HMAC, so that a page
 * shows no user id. Not a credential: the session cookie decides who acts.
 */
export function markAccount(userId: string): string {
  const [newest = ''] = env().SESSION_PASSWORDS
  return mark(newest, userId)
}

/** @param found the field of the form; a missing field, a file or a forged mark belong to no account */
export function isMarkOf(userId: string, found: FormDataEntryValue | null): boolean {
  if (typeof found !== 'string') return false
  // The page may be older than the newest password.
  return env().SESSION_PASSWORDS.some((password) => isEqual(mark(password, userId), found))
}

/** The label separates this use of a password from the others (domain separation). 128 bits are enough. */
function mark(password: string, userId: string): string {
  return createHmac('sha256', password)
    .update(`account of a form\n${userId}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url')
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
