// feature: required-factor (this file)
import 'server-only'
import { resetFactorsRow } from '@/lib/db/second-factor/reset'
import { type Actor, operator } from '@/lib/server/audit'
import { letterAbout } from '@/lib/server/second-factor/letter' // feature: mail
import { type End, tell } from '@/lib/server/sessions/end'
import { publishCutOff } from '@/lib/server/sessions/revoke-all'
import { raiseGeneration } from '@/lib/session/revocation/write'
import { toDate } from '@/lib/time'

/** `unchanged`: the account has no second factor. `self`: an admin changes the own factors in the account settings. */
export type FactorReset = End | 'unchanged' | 'unknown' | 'self'

/**
 * For a user who has lost every factor and the recovery codes: deletes them, and revokes all sessions, of every model. The
 * password alone logs in afterwards, so the owner gets a mail, and the admin has re-authenticated. Idempotent: after
 * `unfinished`, the same call finishes the work. @throws {UnavailableError} when nothing has changed
 */
export async function resetFactors(userId: string, now: number, by: Actor = operator): Promise<FactorReset> {
  // The own factors need the proof of a factor, so that a stolen admin session cannot remove them here.
  if (by.actorId === userId) return 'self'

  const generation = await resetFactorsRow({
    userId,
    entry: { kind: 'second_factor_reset', userId, ...by },
    mail: await letterAbout('reset', { userId, at: now, ip: null }), // feature: mail
    now: toDate(now),
  })
  if (generation === null) return 'unknown'
  if (generation !== 'missing') return tell(() => raiseGeneration(userId, generation))

  // An earlier reset may have been left unpublished.
  const told = await tell(() => publishCutOff(userId))
  return told === 'unfinished' ? told : 'unchanged'
}
