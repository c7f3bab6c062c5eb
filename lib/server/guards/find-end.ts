import 'server-only'
import { findEndReason } from '@/lib/db/sessions/end' // model: stored, signed
import {
  currentCheck,
  currentlyPresented, // model: stored, signed
} from '@/lib/server/guards/current'
import { orUnavailable } from '@/lib/server/or-unavailable' // model: stored, signed
import { openPresented } from '@/lib/session/open' // model: stored, signed

/** How the session of the presented credential ended. */
export type End = 'expired' | 'logout' | 'replaced' | 'evicted' | 'revoked'

/**
 * Tells a visitor how their session ended, by the credential that they still present: one of ours, so it tells nothing to
 * others, and nothing of it comes from the address.
 * @returns null for a session that goes on, for a request without a credential of ours, and when a store is unavailable
 */
export async function findEnd(): Promise<End | null> {
  const check = await currentCheck()
  const { visitor } = check
  if (visitor.verdict === 'anonymous') return visitor.stranger === 'expired' ? 'expired' : null
  if (visitor.verdict !== 'revoked') return null

  // model: stored, signed
  const { credential } = await openPresented(await currentlyPresented(), check.now)
  const reason = credential && (await orUnavailable(() => findEndReason(credential.sessionId), null))
  // That a copy of a refresh token was used is nothing to tell its thief.
  return reason === 'logout' || reason === 'replaced' || reason === 'evicted' ? reason : 'revoked'
  // end, otherwise: return 'revoked'
}
