import 'server-only'
import { createHmac } from 'node:crypto'
import type { ChainLink } from '@/lib/db/sessions/refresh-tokens'
import { env } from '@/lib/env'
import { isHashOf } from '@/lib/ids'

/**
 * A refresh token's successor is derived, never stored: whoever holds the parent can be given it again,
 * and a copy of the database gives away neither.
 */
export function deriveSuccessor(parent: string, childId: string): string {
  const [newest = ''] = env().SESSION_PASSWORDS
  return derive(newest, parent, childId)
}

/**
 * Walks from a used token to the newest of its family, for a retry within the grace window.
 * @returns null when a password that derived one of them has been retired since
 */
export function walkChain(token: string, chain: readonly ChainLink[]): string | null {
  return chain.reduce<string | null>((parent, link) => parent && successorThatFits(parent, link), token)
}

/** Passwords rotate, and another process may be a step ahead: every known one is tried until the hash fits. */
function successorThatFits(parent: string, { id, tokenHash }: ChainLink): string | null {
  const candidates = env().SESSION_PASSWORDS.map((password) => derive(password, parent, id))
  return candidates.find((candidate) => isHashOf(tokenHash, candidate)) ?? null
}

/** The label keeps this use of a password apart from the seals'. */
function derive(password: string, parent: string, childId: string): string {
  return createHmac('sha256', password).update(`refresh successor\n${parent}\n${childId}`).digest('base64url')
}
