import 'server-only'
import { createHmac } from 'node:crypto'
import type { ChainLink } from '@/lib/db/sessions/refresh-tokens'
import { env } from '@/lib/env'
import { isHashOf } from '@/lib/ids'

/**
 * Derives the successor of a refresh token, which is never stored: the holder of the parent can get it again, and a
 * leaked database reveals neither.
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

/** Passwords rotate, and another process may already have the next one: every known password is tried until the hash matches. */
function successorThatFits(parent: string, { id, tokenHash }: ChainLink): string | null {
  const candidates = env().SESSION_PASSWORDS.map((password) => derive(password, parent, id))
  return candidates.find((candidate) => isHashOf(tokenHash, candidate)) ?? null
}

/** The label separates this use of a password from the seals (domain separation). */
function derive(password: string, parent: string, childId: string): string {
  return createHmac('sha256', password).update(`refresh successor\n${parent}\n${childId}`).digest('base64url')
}
