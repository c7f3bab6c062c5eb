// feature: second-factor (this file)
import 'server-only'
import { type NotRemoved, removePasskeyRow } from '@/lib/db/second-factor/passkey-changes'
import { listPasskeyRows, renamePasskeyRow } from '@/lib/db/second-factor/passkeys'
import type { Guesser, TooManyChanges } from '@/lib/server/limits/guess'
import { type FactorChanged, factorChange, goOnAlone } from '@/lib/server/second-factor/go-on'
import type { AllowedVisitor } from '@/lib/server/sessions/check-visitor'
import { getStandingAccess } from '@/lib/server/sessions/issue'

/** A passkey in the list of its user. */
export interface ListedPasskey {
  id: string
  name: string
  /** Whether a password manager has a copy. */
  backedUp: boolean
  createdAt: Date
  lastUsedAt: Date | null
}

/** Oldest first. @throws {UnavailableError} */
export const listPasskeys = (userId: string): Promise<ListedPasskey[]> => listPasskeyRows(userId)

/** A name authenticates no user, so this needs no re-authentication and ends no session. @throws {UnavailableError} */
export async function renamePasskey(
  { session: { userId } }: AllowedVisitor,
  id: string,
  name: string,
): Promise<'renamed' | 'not_found'> {
  return (await renamePasskeyRow(userId, id, name)) ? 'renamed' : 'not_found'
}

export type PasskeyRemoval = FactorChanged | { outcome: NotRemoved } | TooManyChanges

/**
 * Removes a passkey of the visitor, who has recently re-authenticated. Revokes all other sessions, of every model, and
 * rotates the id of this one (ASVS 7.2.4, 7.4.3). @throws {UnavailableError} when nothing has changed
 */
export async function removePasskey(
  visitor: AllowedVisitor,
  id: string,
  guesser: Guesser,
  now: number,
): Promise<PasskeyRemoval> {
  const access = await getStandingAccess(visitor.credential)
  if (!access) return { outcome: 'ended' }

  const happened = {
    kind: 'passkey_removed',
    event: 'passkey_removed', // feature: mail
  } as const
  const change = await factorChange(visitor, access, happened, guesser, now)
  if ('retryAfter' in change) return change
  const generation = await removePasskeyRow(change, id)
  if (typeof generation === 'string') return { outcome: generation }

  const { amr } = visitor.session
  return goOnAlone(visitor, { access: { ...access, generation }, amr }, guesser, now)
}
