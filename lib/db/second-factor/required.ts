// feature: required-factor (this file)
import 'server-only'
import { type AuditEntry, insertAuditEventIn } from '@/lib/db/audit-events'
import { askPostgres, inTransaction, type Transaction } from '@/lib/db/client'
import { findFactorsIn, isProtectedBy } from '@/lib/db/second-factor/factors'
import { cutOffIn } from '@/lib/db/users'
import type { Role } from '@/lib/session/session'

/** Whether accounts of this role must have a second factor. @throws {UnavailableError} */
export const isFactorRequired = (role: Role): Promise<boolean> =>
  askPostgres((database) => isFactorRequiredIn(database, role))

async function isFactorRequiredIn(transaction: Transaction, role: Role): Promise<boolean> {
  const found = await transaction.requiredFactor.findUnique({ where: { role }, select: { role: true } })
  return found !== null
}

/** @throws {UnavailableError} */
export async function listRequiredRoles(): Promise<readonly Role[]> {
  const rows = await askPostgres((database) => database.requiredFactor.findMany({ select: { role: true } }))
  return rows.map(({ role }) => role)
}

/**
 * Prevents a race condition: a user who removes the last factor, and an admin who requires one, would each read what was
 * before the other. Changes of roles and factors, and new accounts, share this lock, and a change of a rule has it alone. A
 * transaction takes it first, before any other lock, so that no two transactions wait for each other.
 */
export async function shareRules(transaction: Transaction): Promise<void> {
  await transaction.$queryRaw`SELECT pg_advisory_xact_lock_shared(hashtext('required factors'))::text`
}

/**
 * Whether the last factor of this user has to stay. Locks the user: the role and the factors do not change until the
 * transaction ends. It has called `shareRules`.
 */
export async function mustKeepFactor(transaction: Transaction, userId: string): Promise<boolean> {
  const [user] = await transaction.$queryRaw<{ role: Role }[]>`
    SELECT role::text FROM "User" WHERE id = ${userId} FOR UPDATE`
  return user !== undefined && isFactorRequiredIn(transaction, user.role)
}

/**
 * After a change of the role of a locked user: if a rule counts for one of the roles only, and the user has no factor, the
 * sessions say the wrong thing about it, so it ends them. @returns the new generation, or null when the sessions stay
 */
export async function applyRulesIn(
  transaction: Transaction,
  { userId, was, is, now }: { userId: string; was: Role; is: Role; now: Date },
): Promise<number | null> {
  const [before, after] = [await isFactorRequiredIn(transaction, was), await isFactorRequiredIn(transaction, is)]
  if (before === after || isProtectedBy(await findFactorsIn(transaction, userId))) return null
  return cutOffIn(transaction, userId, now)
}

interface RuleChange {
  role: Role
  isRequired: boolean
  entry: AuditEntry
  now: Date
}

/** A user whose sessions have ended, and the generation that says so. */
export interface EndedUser {
  id: string
  generation: number
}

export interface RuleChanged {
  /** False: the rule was this one before. */
  isChanged: boolean
  users: readonly EndedUser[]
}

/**
 * Changes the rule for a role and revokes all sessions of its accounts that have no second factor, in one transaction: their
 * next login starts a session that says what counts now. Without a change it lists these accounts, so that a call that
 * could not publish them can be repeated.
 * @returns `own_factor` when the admin has this role and no factor: that would lead every admin out, the acting one first
 */
export function changeRuleRow(change: RuleChange): Promise<RuleChanged | 'own_factor'> {
  const { role, isRequired, entry } = change
  return inTransaction(async (transaction) => {
    await transaction.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('required factors'))::text`
    if ((await isFactorRequiredIn(transaction, role)) === isRequired)
      return { isChanged: false, users: await listUnprotected(transaction, role) }
    if (isRequired && (await isUnprotectedAdmin(transaction, change))) return 'own_factor'

    if (isRequired) await transaction.requiredFactor.create({ data: { role } })
    else await transaction.requiredFactor.delete({ where: { role } })
    await insertAuditEventIn(transaction, entry)
    return { isChanged: true, users: await cutOffUnprotected(transaction, change) }
  })
}

async function isUnprotectedAdmin(transaction: Transaction, { role, entry }: RuleChange): Promise<boolean> {
  const { actorId } = entry
  const own = actorId && (await transaction.user.count({ where: { id: actorId, role } })) === 1
  return own ? !isProtectedBy(await findFactorsIn(transaction, actorId)) : false
}

const listUnprotected = (transaction: Transaction, role: Role) =>
  transaction.user.findMany({
    where: { role, totp: null, passkeys: { none: {} } },
    select: { id: true, generation: true },
  })

async function cutOffUnprotected(transaction: Transaction, { role, now }: RuleChange): Promise<readonly EndedUser[]> {
  const users = await transaction.user.updateManyAndReturn({
    where: { role, totp: null, passkeys: { none: {} } },
    data: { generation: { increment: 1 } },
    select: { id: true, generation: true },
  })
  // model: stored, signed
  await transaction.session.updateMany({
    where: { endedAt: null, user: { role, totp: null, passkeys: { none: {} } } },
    data: { endedAt: now, endReason: 'revoked' },
  })
  // end
  return users
}
