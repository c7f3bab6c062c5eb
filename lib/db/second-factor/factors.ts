// feature: second-factor (this file)
import 'server-only'
import { askPostgres, type Transaction } from '@/lib/db/client'

/** The second factors of a user: each kind counts, and recovery codes alone are none. */
export interface Factors {
  hasApp: boolean
  hasPasskey: boolean
}

/** @throws {UnavailableError} */
export const findFactors = (userId: string): Promise<Factors> =>
  askPostgres((database) => findFactorsIn(database, userId))

/** The same as part of a larger transaction. */
export async function findFactorsIn(transaction: Transaction, userId: string): Promise<Factors> {
  const [found] = await transaction.$queryRaw<[Factors]>`
    SELECT EXISTS (SELECT FROM "Totp" WHERE "userId" = ${userId}) AS "hasApp",
      EXISTS (SELECT FROM "Passkey" WHERE "userId" = ${userId}) AS "hasPasskey"`
  return found
}

/** Whether a login of the user needs more than the password. */
export const isProtectedBy = ({ hasApp, hasPasskey }: Factors): boolean => hasApp || hasPasskey

/** @throws {UnavailableError} */
export const countRecoveryCodes = (userId: string): Promise<number> =>
  askPostgres(({ recoveryCode }) => recoveryCode.count({ where: { userId } }))

// feature: required-factor
/** @returns the ids of those users who have a second factor. @throws {UnavailableError} */
export async function findProtected(userIds: readonly string[]): Promise<ReadonlySet<string>> {
  const [where, select] = [{ userId: { in: [...userIds] } }, { userId: true } as const]
  const found = await askPostgres(({ totp, passkey }) =>
    Promise.all([totp.findMany({ where, select }), passkey.findMany({ where, select })]),
  )
  return new Set(found.flat().map(({ userId }) => userId))
}
// end
