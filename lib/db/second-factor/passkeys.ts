// feature: second-factor (this file)
import 'server-only'
import { askPostgres, inTransaction } from '@/lib/db/client'
import type { PasskeyDevice } from '@/lib/db/generated/enums'
import { type AnsweredChallenge, spendIn } from '@/lib/db/second-factor/spend-code'

type Bytes = Uint8Array<ArrayBuffer>

/** A challenge, and the end of the cookie that it came from. */
export type SpentChallenge = NonNullable<AnsweredChallenge>

/** What is stored of a passkey when it is registered. */
export interface NewPasskey {
  credentialId: string
  publicKey: Bytes
  counter: number
  transports: readonly string[]
  deviceType: PasskeyDevice
  backedUp: boolean
  name: string
}

interface FoundPasskey {
  id: string
  userId: string
  publicKey: Bytes
  deviceType: PasskeyDevice
  /** The user handle of its account. */
  handle: Bytes | null
}

/**
 * The passkey of an assertion. One statement for any id: where a second one reads the account, the time shows which ids
 * exist. @returns null for an id that no account has registered
 */
export async function findPasskey(credentialId: string): Promise<FoundPasskey | null> {
  const [found] = await askPostgres(
    (database) => database.$queryRaw<FoundPasskey[]>`
      SELECT "Passkey".id, "userId", "publicKey", "deviceType", "User"."passkeyHandle" AS handle
      FROM "Passkey" JOIN "User" ON "User".id = "userId" WHERE "credentialId" = ${credentialId}`,
  )
  return found ?? null
}

/** The passkeys of a user, oldest first. */
export function listPasskeyRows(userId: string) {
  return askPostgres((database) =>
    database.passkey.findMany({
      where: { userId },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true, name: true, backedUp: true, createdAt: true, lastUsedAt: true },
    }),
  )
}

/** For the browser, which then offers no authenticator that has one of them. */
export function listCredentialIds(userId: string) {
  return askPostgres((database) =>
    database.passkey.findMany({ where: { userId }, select: { credentialId: true, transports: true } }),
  )
}

/**
 * The user handle: the first one stays. One statement, so two registrations at once use the same one.
 * @returns null for an unknown user
 */
export async function savePasskeyHandle(userId: string, random: Bytes): Promise<Uint8Array | null> {
  const [user] = await askPostgres(
    (database) => database.$queryRaw<{ handle: Uint8Array }[]>`
      UPDATE "User" SET "passkeyHandle" = COALESCE("passkeyHandle", ${random})
      WHERE id = ${userId} RETURNING "passkeyHandle" AS handle`,
  )
  return user?.handle ?? null
}

interface PasskeyUse {
  id: string
  /** What was signed. It works once, and so does its signature. */
  challenge: SpentChallenge
  /** The login whose second step this is. */
  answered: AnsweredChallenge
  /** As signed by the authenticator. */
  counter: number
  backedUp: boolean
  now: Date
}

/** `replayed`: the challenge was used before. `copied`: the counter is not above the last one. `gone`: removed meanwhile. */
export type PasskeyUsed = 'used' | 'replayed' | 'copied' | 'gone'

/**
 * Uses up the challenge and raises the counter, in one transaction, after the signature was verified. One statement
 * compares and raises: of two signatures with one counter, the second one is refused. A counter of 0 stays 0, because
 * many authenticators do not count. @throws {UnavailableError}
 */
export function recordPasskeyUse({
  id,
  challenge,
  answered,
  counter,
  backedUp,
  now,
}: PasskeyUse): Promise<PasskeyUsed> {
  return inTransaction(async (transaction) => {
    if (!(await spendIn(transaction, challenge))) return 'replayed'
    if (!(await spendIn(transaction, answered))) return 'replayed'

    const { count } = await transaction.passkey.updateMany({
      where: { id, OR: [{ counter: { lt: counter } }, { counter: 0 }] },
      data: { counter, backedUp, lastUsedAt: now },
    })
    if (count === 1) return 'used'
    const found = await transaction.passkey.findUnique({ where: { id }, select: { id: true } })
    return found ? 'copied' : 'gone'
  })
}

export async function renamePasskeyRow(userId: string, id: string, name: string): Promise<boolean> {
  const { count } = await askPostgres((database) =>
    database.passkey.updateMany({ where: { id, userId }, data: { name } }),
  )
  return count === 1
}
