import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'

/**
 * The hidden field `account` of a form says which account the page was rendered for. A browser has one session and many
 * tabs: without it, a tab from before another login writes to the other account. An HMAC, so that a page shows no user id.
 * It is no credential: the session cookie decides who acts, the mark only whether the form was meant for that account.
 */
export function markAccount(userId: string): string {
  const [newest = ''] = env().SESSION_PASSWORDS
  return mark(newest, userId)
}

/** @param found what the form holds; nothing, a file or a forged mark are of no account */
export function isMarkOf(userId: string, found: FormDataEntryValue | null): boolean {
  if (typeof found !== 'string') return false
  // A page may be older than the newest password.
  return env().SESSION_PASSWORDS.some((password) => isEqual(mark(password, userId), found))
}

/** The label keeps this use of a password apart from the others. 128 bits are enough. */
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
