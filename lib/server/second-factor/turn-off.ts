// feature: second-factor (this file)
import 'server-only'
import { deleteTotp, replaceRecoveryCodes } from '@/lib/db/second-factor/change'
import type { Guesser, TooManyChanges } from '@/lib/server/limits/guess'
import { type FactorChanged, factorChange, goOnAlone } from '@/lib/server/second-factor/go-on'
import { hashRecoveryCode, newRecoveryCodes } from '@/lib/server/second-factor/recovery-codes'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { getStandingAccess } from '@/lib/server/sessions/issue'

/** `missing`: there is no app. */
export type TurningOff =
  | FactorChanged
  | TooManyChanges
  | { outcome: 'missing' | 'ended' }
  // feature: required-factor
  /** It is the last factor, and the role needs one. */
  | { outcome: 'required' }
// end

/**
 * Turns the app off. The caller has just asked for the password and a code. Revokes all other sessions, of every model,
 * and rotates the id of this one (ASVS 7.2.4, 7.4.3). @throws {UnavailableError} when nothing has changed
 */
export async function turnOff(visitor: AllowedVisitor, guesser: Guesser, now: number): Promise<TurningOff> {
  const access = await getStandingAccess(visitor.credential)
  if (!access) return { outcome: 'ended' }

  const happened = {
    kind: 'second_factor_off',
    event: 'app_off', // feature: mail
  } as const
  const change = await factorChange(visitor, access, happened, guesser, now)
  if ('retryAfter' in change) return change
  const generation = await deleteTotp(change)
  if (typeof generation === 'string') return { outcome: generation }
  if (generation === null) return { outcome: 'ended' }

  const { amr } = visitor.session
  return goOnAlone(visitor, { access: { ...access, generation }, amr }, guesser, now)
}

export type CodesMade = { outcome: 'made'; recoveryCodes: readonly string[] } | { outcome: 'ended' } | TooManyChanges

/** Makes ten new recovery codes, shown once; the earlier ones no longer work. Ends no session. @throws {UnavailableError} */
export async function makeRecoveryCodes(visitor: AllowedVisitor, guesser: Guesser, now: number): Promise<CodesMade> {
  const access = await getStandingAccess(visitor.credential)
  if (!access) return { outcome: 'ended' }

  const happened = {
    kind: 'recovery_codes_made',
    event: 'recovery_codes_made', // feature: mail
  } as const
  const recoveryCodes = newRecoveryCodes()
  const change = await factorChange(visitor, access, happened, guesser, now)
  if ('retryAfter' in change) return change
  const isMade = await replaceRecoveryCodes(change, recoveryCodes.map(hashRecoveryCode))
  return isMade ? { outcome: 'made', recoveryCodes } : { outcome: 'ended' }
}
