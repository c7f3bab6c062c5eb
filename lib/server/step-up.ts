import 'server-only'
import { env } from '@/lib/env'
import { audit } from '@/lib/server/audit'
import type { AllowedVisitor } from '@/lib/server/check-visitor'
import type { Guesser } from '@/lib/server/limits/guess'
import { type NotProven, provePassword } from '@/lib/server/prove-password'
import { reopenSession } from '@/lib/server/reopen-session'
import { clockTolerance } from '@/lib/session/deadlines'
import type { Session } from '@/lib/session/session'

/** Whether the password was proven lately enough for something sensitive. Not when that is unknown, or yet to come. */
export function isRecent({ authenticatedAt }: Pick<Session, 'authenticatedAt'>, now: number): boolean {
  return authenticatedAt <= now + clockTolerance && now < authenticatedAt + env().STEP_UP_SECONDS
}

/** `reopened`: the visitor to go on with, whose cookies are the caller's to set. */
export type StepUp = { outcome: 'reopened'; visitor: AllowedVisitor } | NotProven

/** The visitor proves the password again, and the session gets a new id and secret (ASVS 7.2.4). @throws {UnavailableError} */
export async function stepUp(
  visitor: AllowedVisitor,
  password: string,
  guesser: Guesser,
  now: number,
): Promise<StepUp> {
  const proof = await provePassword(visitor, password, guesser, now)
  if (proof.outcome !== 'proven') return proof

  const { client } = guesser
  const reopened = await reopenSession(visitor.credential, proof.access, { client, now, authenticatedAt: now })
  if (!reopened) return { outcome: 'ended' }

  const { id: sessionId, userId, model } = reopened.session
  await audit({ kind: 'step_up', userId, sessionId, model, ...client })
  return { outcome: 'reopened', visitor: reopened }
}
