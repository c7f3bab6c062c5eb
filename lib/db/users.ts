import 'server-only'
import { askPostgres, inTransaction, type Transaction } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { siteId } from '@/lib/db/site'
import type { Counters, Role } from '@/lib/session/session'

/**
 * E-mails are compared in lower case and with the ASCII form of their domain (RFC 5891): one browser sends
 * `bücher.example`, another `xn--bcher-kva.example`. Each query for one address uses this function.
 */
export function normalizeEmail(email: string): string {
  const [, local = email, domain = ''] = email.trim().match(/^(.*)@([^@]*)$/s) ?? []
  const address = `http://${domain}`
  // An invalid domain stays as it is, and no account has it.
  const isDomain = /^[^/?#:@\\\s]+$/.test(domain) && URL.canParse(address)
  return (isDomain ? `${local}@${new URL(address).hostname}` : email.trim()).toLowerCase()
}

/** The columns of `Access`. The site's generation comes in the same statement: zero until it is raised for the first time. */
const accessColumns = Prisma.sql`id AS "userId", role::text, generation, "accessVersion",
  coalesce((SELECT generation FROM "Site" WHERE id = ${siteId}), 0) AS "siteGeneration"`

/** The data for a login. @returns null for an unknown or disabled account */
export const findLogin = (email: string) => findPassword(Prisma.sql`email = ${normalizeEmail(email)}`)

/** The same for a user who is logged in and re-authenticates. */
export const findOwnLogin = (userId: string) => findPassword(Prisma.sql`id = ${userId}`)

/**
 * The only query that reads a password hash. The counters are read with it: if the password is changed while the old
 * one is still being compared, the credential issued afterwards is already revoked.
 */
async function findPassword(whose: Prisma.Sql): Promise<{ access: Access; passwordHash: string } | null> {
  const [login] = await askPostgres(
    (database) => database.$queryRaw<(Access & { passwordHash: string })[]>`
      SELECT ${accessColumns}, "passwordHash" FROM "User" WHERE ${whose} AND "disabledAt" IS NULL`,
  )
  if (!login) return null

  const { passwordHash, ...access } = login
  return { access, passwordHash }
}

/** One query, so that the access version says which name and e-mail it belongs to. */
export function getProfile(userId: string) {
  return askPostgres((database) =>
    database.user.findUnique({ where: { id: userId }, select: { email: true, name: true, accessVersion: true } }),
  )
}
export type Profile = NonNullable<Awaited<ReturnType<typeof getProfile>>>

export interface NewUser {
  email: string
  name: string
  passwordHash: string
  mustVerify?: boolean // feature: mail
}

/**
 * ON CONFLICT DO NOTHING: one statement that succeeds in both cases. An error for a taken e-mail would show in the
 * response time (user enumeration by timing, ASVS 6.3.8). @returns the new user's id, or null when the e-mail is taken
 */
export async function createUser(transaction: Transaction, user: NewUser): Promise<string | null> {
  const [created] = await transaction.user.createManyAndReturn({
    data: { ...user, email: normalizeEmail(user.email) },
    skipDuplicates: true,
    select: { id: true },
  })
  return created?.id ?? null
}

/** Raises the access version in the same statement: a cached name has a lower one. @returns it, or null for an unknown user */
export async function setName(userId: string, name: string): Promise<number | null> {
  const [user] = await askPostgres((database) =>
    database.user.updateManyAndReturn({
      where: { id: userId },
      data: { name, accessVersion: { increment: 1 } },
      select: { accessVersion: true },
    }),
  )
  return user?.accessVersion ?? null
}

/** The role and counters for a new credential: read before it is issued, never after. */
export interface Access extends Counters {
  userId: string
  role: Role
}

/** @returns null when the user cannot be logged in: unknown, deleted or disabled */
export async function getAccess(userId: string): Promise<Access | null> {
  const [access] = await askPostgres(
    (database) => database.$queryRaw<Access[]>`
      SELECT ${accessColumns} FROM "User" WHERE id = ${userId} AND "disabledAt" IS NULL`,
  )
  return access ?? null
}

/** Raises the generation and ends every row, in one transaction. @returns the new generation, or null for an unknown user */
export function cutOff(userId: string, now: Date): Promise<number | null> {
  return inTransaction((transaction) => cutOffIn(transaction, userId, now))
}

/** The same as part of a larger transaction. */
export async function cutOffIn(transaction: Transaction, userId: string, now: Date): Promise<number | null> {
  const [user] = await transaction.user.updateManyAndReturn({
    where: { id: userId },
    data: { generation: { increment: 1 } },
    select: { generation: true },
  })
  if (!user) return null

  // model: stored, signed
  await transaction.session.updateMany({
    where: { userId, endedAt: null },
    data: { endedAt: now, endReason: 'revoked' },
  })
  // end
  return user.generation
}
