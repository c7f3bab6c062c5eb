// feature: mail (this file)
import 'server-only'
import type { Transaction } from '@/lib/db/client'

/*
 * An address that an account had before a change is held for that account until the change can no longer be undone. A
 * transaction that opens an account takes a shared lock first, and one that changes an address takes the exclusive one:
 * the next statement then sees what the other transaction has committed.
 */

/** For transactions that open an account. They do not wait for each other. */
export async function shareAddresses(transaction: Transaction): Promise<void> {
  await transaction.$queryRaw`SELECT pg_advisory_xact_lock_shared(hashtext('addresses'))::text`
}

/** For transactions that change an address, or undo a change. */
export async function lockAddresses(transaction: Transaction): Promise<void> {
  await transaction.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('addresses'))::text`
}

interface Holder {
  userId: string
  /** Its address now. */
  email: string
}

/** @param email normalised @returns the account for which this address is held, and null for any other address */
export async function findHolder(database: Transaction, email: string): Promise<Holder | null> {
  const [holder] = await database.$queryRaw<Holder[]>`
    SELECT "User".id AS "userId", "User".email
    FROM "AddressChange" AS change JOIN "User" ON "User".id = change."userId"
    WHERE change.email = ${email} AND change."endedAt" IS NULL AND change."expiresAt" > CURRENT_TIMESTAMP
    LIMIT 1`
  return holder ?? null
}
