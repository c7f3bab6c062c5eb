// feature: second-factor (this file)
import 'server-only'
import { audit } from '@/lib/server/audit'
import type { TooMany } from '@/lib/server/limits/bucket'
import { type PasskeyAttempt, provePasskey } from '@/lib/server/second-factor/prove-passkey'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { rotateSessionId } from '@/lib/server/sessions/issue'
import { methods } from '@/lib/session/assurance'
import { askCutOffs, isCutOff } from '@/lib/session/revocation/ask'

/** `wrong_password`: the forms have one sentence for everything that proves nothing. */
export type PasskeyStepUp =
  | { outcome: 'reopened'; visitor: AllowedVisitor }
  | { outcome: 'wrong_password' | 'ended' }
  | TooMany

/**
 * Re-authenticates the visitor with a passkey of the account, and rotates the session's id and secret (ASVS 7.2.4).
 * @throws {UnavailableError}
 */
export async function stepUpWithPasskey(
  { session, credential }: AllowedVisitor,
  attempt: Pick<PasskeyAttempt, 'assertion' | 'ceremony' | 'client'>,
  now: number,
): Promise<PasskeyStepUp> {
  const { client } = attempt
  // Asked before anything is written: while Redis is unavailable, the end of the old id could not be published.
  const cutOffs = await askCutOffs(session.userId)
  const proof = await provePasskey({ ...attempt, owner: session.userId, answered: null }, now)
  if (proof.outcome === 'too_many') return proof
  if (proof.outcome === 'wrong_passkey') return { outcome: 'wrong_password' }

  // The next credential carries the counters read here: a revoked session must not get new ones.
  const { access } = proof
  if (isCutOff(credential, access) || isCutOff(access, cutOffs)) return { outcome: 'ended' }
  const amr = methods.filter((method) => [...session.amr, proof.method, 'mfa'].includes(method))
  const visitor = await rotateSessionId(credential, access, { client, now, authenticatedAt: now, amr })
  if (!visitor) return { outcome: 'ended' }

  const { id: sessionId, userId, model } = visitor.session
  await audit({ kind: 'step_up', userId, sessionId, model, ...client })
  return { outcome: 'reopened', visitor }
}
