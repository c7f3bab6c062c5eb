// feature: second-factor (this file)
import 'server-only'
import { inTransaction, type Transaction } from '@/lib/db/client'
import { cutOffOthersIn, type Kept } from '@/lib/db/cut-off'
import { deleteIdleCodesIn, type FactorChange, recordIn, replaceCodesIn } from '@/lib/db/second-factor/change'
import { findFactorsIn, isProtectedBy } from '@/lib/db/second-factor/factors'
import type { NewPasskey, SpentChallenge } from '@/lib/db/second-factor/passkeys'
import { mustKeepFactor, shareRules } from '@/lib/db/second-factor/required' // feature: required-factor
import { spendIn } from '@/lib/db/second-factor/spend-code'

interface PasskeyAddition {
  challenge: SpentChallenge
  passkey: NewPasskey
  /** The recovery codes that the user has seen. Null for a user who has a factor already, and codes with it. */
  codeHashes: readonly Uint8Array<ArrayBuffer>[] | null
  /** Passkeys that one account may have. */
  most: number
}

/**
 * `taken`: an account, this one or another, has a passkey with this id. `full`: the account has as many as it may have.
 * `without_codes`: it would be the first factor, and its user has seen no recovery codes.
 */
export type NotAdded = 'ended' | 'replayed' | 'full' | 'taken' | 'without_codes'

/**
 * Adds a passkey and revokes all other sessions (ASVS 7.4.3), in one transaction.
 * @returns the new generation, or why nothing was added @throws {UnavailableError}
 */
export function addPasskeyRow(change: FactorChange, addition: PasskeyAddition): Promise<number | NotAdded> {
  const { userId } = change.kept
  return inTransaction(async (transaction) => {
    await shareRules(transaction) // feature: required-factor
    if (!(await holdUser(transaction, change.kept))) return 'ended'
    if (!(await spendIn(transaction, addition.challenge))) return 'replayed'

    const notAdded = await insertIn(transaction, userId, addition)
    return notAdded ?? concludeIn(transaction, change)
  })
}

async function insertIn(
  transaction: Transaction,
  userId: string,
  { passkey, codeHashes, most }: PasskeyAddition,
): Promise<NotAdded | null> {
  if ((await transaction.passkey.count({ where: { userId } })) >= most) return 'full'
  const isFirst = !isProtectedBy(await findFactorsIn(transaction, userId))
  if (isFirst && !codeHashes) return 'without_codes'

  const data = { ...passkey, transports: [...passkey.transports], userId }
  const { count } = await transaction.passkey.createMany({ data, skipDuplicates: true })
  if (count === 0) return 'taken'
  if (isFirst && codeHashes) await replaceCodesIn(transaction, userId, codeHashes)
  return null
}

export type NotRemoved =
  | 'ended'
  | 'not_found'
  // feature: required-factor
  /** It is the last factor, and the role needs one. */
  | 'required'
// end

/**
 * Removes a passkey and revokes all other sessions (ASVS 7.4.3), in one transaction. The recovery codes go with the last
 * factor. @returns the new generation, or why nothing was removed @throws {UnavailableError}
 */
export function removePasskeyRow(change: FactorChange, id: string): Promise<number | NotRemoved> {
  const { userId } = change.kept
  return inTransaction(async (transaction) => {
    await shareRules(transaction) // feature: required-factor
    if (!(await holdUser(transaction, change.kept))) return 'ended'
    if (await isLastRequired(transaction, userId, id)) return 'required' // feature: required-factor

    const { count } = await transaction.passkey.deleteMany({ where: { id, userId } })
    if (count === 0) return 'not_found'
    await deleteIdleCodesIn(transaction, userId)
    return concludeIn(transaction, change)
  })
}

// feature: required-factor
async function isLastRequired(transaction: Transaction, userId: string, id: string): Promise<boolean> {
  if (!(await mustKeepFactor(transaction, userId))) return false
  if ((await findFactorsIn(transaction, userId)).hasApp) return false

  const passkeys = await transaction.passkey.findMany({ where: { userId }, select: { id: true } })
  return passkeys.length === 1 && passkeys[0]?.id === id
}
// end

/**
 * Locks the row of the user, so that changes of one account run one after the other, and a change whose session was
 * revoked meanwhile has not begun.
 */
async function holdUser(transaction: Transaction, { userId, generation }: Kept): Promise<boolean> {
  const held = await transaction.$queryRaw<unknown[]>`
    SELECT 1 FROM "User" WHERE id = ${userId} AND generation = ${generation} AND "disabledAt" IS NULL FOR UPDATE`
  return held.length === 1
}

async function concludeIn(transaction: Transaction, change: FactorChange): Promise<number | 'ended'> {
  await recordIn(transaction, change)
  return (await cutOffOthersIn(transaction, change.kept, change.now)) ?? 'ended'
}
