// feature: admin, lab (this file)
import 'server-only'
import { askPostgres, inTransaction, type Transaction } from '@/lib/db/client'
import { isLastAdmin } from '@/lib/db/cut-off'
import { applyRulesIn, shareRules } from '@/lib/db/second-factor/required' // feature: required-factor
import type { Role } from '@/lib/session/session'

export interface RoleSet {
  /** The previous role. If it is the same, nothing was written. */
  was: Role
  accessVersion: number
  // feature: required-factor
  /** Where the sessions had to end, because a second factor is required of one of the roles; or nothing was written. */
  generation: number | null
  // end
}

/** @returns null for an unknown user; `last_admin`: nothing was changed */
export function setRole(
  userId: string,
  role: Role,
  now = new Date(), // feature: required-factor
): Promise<RoleSet | null | 'last_admin'> {
  return inTransaction(async (transaction) => {
    await shareRules(transaction) // feature: required-factor
    if (role !== 'admin' && (await isLastAdmin(transaction, userId))) return 'last_admin'

    const was = await holdRole(transaction, userId)
    if (!was || was.role === role) return was && { ...was, was: was.role }

    const { accessVersion } = await transaction.user.update({
      where: { id: userId },
      data: { role, accessVersion: { increment: 1 } },
      select: { accessVersion: true },
    })
    // feature: required-factor
    const generation = await applyRulesIn(transaction, { userId, was: was.role, is: role, now })
    return { was: was.role, accessVersion, generation }
    // end, otherwise: return { was: was.role, accessVersion }
  })
}

/** Locks the row: of two concurrent changes, the second sees the result of the first. */
async function holdRole(transaction: Transaction, userId: string) {
  const [user] = await transaction.$queryRaw<{ role: Role; accessVersion: number; generation: number }[]>`
    SELECT role::text, "accessVersion", generation FROM "User" WHERE id = ${userId} FOR UPDATE`
  return user ?? null
}

/** Makes issued credentials out of date, as a changed role does, without changing the role. @returns null for an unknown user */
export async function raiseAccess(userId: string): Promise<number | null> {
  const [user] = await askPostgres((database) =>
    database.user.updateManyAndReturn({
      where: { id: userId },
      data: { accessVersion: { increment: 1 } },
      select: { accessVersion: true },
    }),
  )
  return user?.accessVersion ?? null
}
