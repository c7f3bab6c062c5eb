// feature: second-factor (this file)
import 'server-only'
import { findFactors, isProtectedBy } from '@/lib/db/second-factor/factors'
import type { TooMany } from '@/lib/server/limits/bucket'
import type { Guesser } from '@/lib/server/limits/guess'
import { provePasskey } from '@/lib/server/second-factor/prove-passkey'
import { spendCode } from '@/lib/server/second-factor/spend-code'
import type { Session } from '@/lib/session/session'

/**
 * The second half of a step-up, after the password was right. An account without a factor passes.
 * @returns `wrong_password` also for a wrong code: the form asks for both again, with one sentence, and the attempt counts
 *   as one with a wrong password. @throws {UnavailableError}
 */
export async function proveFactor(
  { id: sessionId, userId, model }: Session,
  { client, code, passkey }: Guesser,
  now: number,
): Promise<{ outcome: 'proven' } | { outcome: 'wrong_password' } | TooMany> {
  if (!(await listProofs(userId)).asksCode) return { outcome: 'proven' }
  if (passkey) return proveByPasskey({ client, passkey }, userId, now)
  if (!code) return { outcome: 'wrong_password' }

  const attempt = { userId, typed: code, client, answered: null, session: { sessionId, model } }
  const used = await spendCode(attempt, now)
  if (used.outcome === 'too_many') return used
  return used.outcome === 'right' ? { outcome: 'proven' } : { outcome: 'wrong_password' }
}

async function proveByPasskey(
  { client, passkey }: Required<Pick<Guesser, 'client' | 'passkey'>>,
  owner: string,
  now: number,
) {
  if (!passkey) return { outcome: 'wrong_password' } as const
  const { assertion, ...ceremony } = passkey
  const proof = await provePasskey({ assertion, ceremony, client, owner, answered: null }, now)
  return proof.outcome === 'wrong_passkey' ? ({ outcome: 'wrong_password' } as const) : proof
}

/** What a step-up of a user asks for. */
export interface Proofs {
  /** A code beside the password: of the app, or a recovery code. */
  asksCode: boolean
  /** Only a visitor who is logged in sees it: the login shows no list of factors. */
  hasApp: boolean
  /** Or a passkey in place of both. */
  asksPasskey: boolean
}

/** @throws {UnavailableError} */
export async function listProofs(userId: string): Promise<Proofs> {
  const factors = await findFactors(userId)
  return { asksCode: isProtectedBy(factors), hasApp: factors.hasApp, asksPasskey: factors.hasPasskey }
}
