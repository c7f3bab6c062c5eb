// feature: mail (this file)
import 'server-only'
import { askPostgres, type Transaction } from '@/lib/db/client'
import type { MailLinkPurpose } from '@/lib/db/generated/client'
import { findHolder } from '@/lib/db/mail/held-addresses'
import { normalizeEmail } from '@/lib/db/users'

export type Hash = Uint8Array<ArrayBuffer>

/** The client of a request, for the audit trail. */
export interface By {
  ip: string | null
  userAgent: string | null
}

/** The user who gets a mail. @returns null for an unknown or disabled account */
export function findRecipient(of: { email: string } | { userId: string }) {
  const where = 'email' in of ? { email: normalizeEmail(of.email) } : { id: of.userId }
  return askPostgres((database) =>
    database.user.findFirst({ where: { ...where, disabledAt: null }, select: { id: true, name: true, email: true } }),
  )
}

/** The user who has an address, or for whom it is held since a change. @returns null for a free address, and for a disabled account */
export async function findOwner(email: string) {
  const owner = await findRecipient({ email })
  if (owner) return owner

  const holder = await askPostgres((database) => findHolder(database, normalizeEmail(email)))
  return holder && findRecipient({ userId: holder.userId })
}

interface Link {
  userId: string
  purpose: MailLinkPurpose
  codeHash: Hash
  /** When its mail was queued, by PostgreSQL's clock. */
  askedAt: Date
  /** Seconds, from now on. */
  lifetime: number
  /** The address of the account when its row was read. */
  sentTo: string
  /** For a change: the new address, and the generation of the user at the request. */
  change?: { email: string; generation: number }
}

/**
 * Makes this the only link of the user for its purpose, in one statement. The statement waits for a concurrent change of
 * the address, and then makes no link: the mail is about an address that the account no longer has.
 * @returns false when the address was changed, a newer link exists, or this one was used already: then its mail must not be sent
 */
export async function saveLinkIn(transaction: Transaction, link: Link): Promise<boolean> {
  const { userId, purpose, codeHash, askedAt, lifetime, sentTo, change } = link
  const [email, generation] = [change?.email ?? null, change?.generation ?? null]
  const saved = await transaction.$executeRaw`
    INSERT INTO "MailLink" ("userId", purpose, "codeHash", "askedAt", "expiresAt", email, generation)
    SELECT id, ${purpose}::"MailLinkPurpose", ${codeHash}::bytea, ${askedAt}::timestamptz,
      CURRENT_TIMESTAMP + make_interval(secs => ${lifetime}), ${email}::text, ${generation}::int
    FROM "User" WHERE id = ${userId} AND email = ${sentTo} FOR UPDATE
    ON CONFLICT ("userId", purpose) DO UPDATE SET
      "codeHash" = excluded."codeHash", "askedAt" = excluded."askedAt", "expiresAt" = excluded."expiresAt",
      email = excluded.email, generation = excluded.generation, "usedAt" = NULL
    WHERE ("MailLink"."askedAt" < excluded."askedAt")
      OR ("MailLink"."codeHash" = excluded."codeHash" AND "MailLink"."usedAt" IS NULL)`
  return saved === 1
}

/** @throws {UnavailableError} */
export const saveLink = (link: Link) => askPostgres((database) => saveLinkIn(database, link))

/** Invalidates links of a user whose password or address was changed in another way. */
export async function endLinks(
  transaction: Transaction,
  userId: string,
  purposes: readonly MailLinkPurpose[],
): Promise<void> {
  await transaction.$executeRaw`
    UPDATE "MailLink" SET "usedAt" = CURRENT_TIMESTAMP
    WHERE "userId" = ${userId} AND purpose::text = ANY(${purposes}) AND "usedAt" IS NULL`
}

/** What a link with this code is for. @returns null when it cannot be used now. @throws {UnavailableError} */
export async function findLinkPurpose(codeHash: Hash): Promise<MailLinkPurpose | null> {
  const [link] = await askPostgres(
    (database) => database.$queryRaw<{ purpose: MailLinkPurpose }[]>`
      SELECT purpose FROM "MailLink"
      WHERE "codeHash" = ${codeHash} AND "usedAt" IS NULL AND "expiresAt" > CURRENT_TIMESTAMP`,
  )
  return link?.purpose ?? null
}

interface UsedLink {
  userId: string
  email: string | null
  generation: number | null
}

/**
 * Uses a link up. One statement checks the link and uses it up: of two concurrent requests with one code, the second one
 * finds it used. The row of the user is locked first, as in every transaction that changes a user and then the user's links:
 * two transactions that took the two in different orders would wait for each other (deadlock).
 * @returns null when the link is unknown, used or expired
 */
export async function takeLink(
  transaction: Transaction,
  codeHash: Hash,
  purpose: MailLinkPurpose,
): Promise<UsedLink | null> {
  await transaction.$queryRaw`
    SELECT 1 FROM "User" WHERE id = (SELECT "userId" FROM "MailLink" WHERE "codeHash" = ${codeHash}) FOR UPDATE`
  const [link] = await transaction.$queryRaw<UsedLink[]>`
    UPDATE "MailLink" SET "usedAt" = CURRENT_TIMESTAMP
    WHERE "codeHash" = ${codeHash} AND purpose = ${purpose}::"MailLinkPurpose" AND "usedAt" IS NULL
      AND "expiresAt" > CURRENT_TIMESTAMP
    RETURNING "userId", email, generation`
  return link ?? null
}

/** The user of a link that was used, for as long as its row is stored. */
export async function findUserOfUsedLink(codeHash: Hash): Promise<string | null> {
  const link = await askPostgres((database) =>
    database.mailLink.findFirst({ where: { codeHash, NOT: { usedAt: null } }, select: { userId: true } }),
  )
  if (link) return link.userId

  const undone = await askPostgres((database) =>
    database.addressChange.findFirst({
      where: { undoHash: codeHash, NOT: { endedAt: null } },
      select: { userId: true },
    }),
  )
  return undone?.userId ?? null
}
